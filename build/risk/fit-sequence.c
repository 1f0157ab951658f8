// Fits the network of fit-sequence.mjs, which compiles and starts this with its constants: FOLDER holds what it wrote, and gets the file `fitted`. A gated
// recurrent network reads the words forwards and backwards; the highest value of each number of its mind decides. Logistic loss, steps by Adam.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GATES (3 * MIND)
#define LONGEST (3 * MOST_WORDS)

static unsigned seed = 7932;
static unsigned any(void) {
  seed ^= seed << 13;
  seed ^= seed >> 17;
  return seed ^= seed << 5;
}
static float part(void) { return (float)(any() >> 8) / 16777216; }
static int below(int count) { return (int)(any() % (unsigned)count); }
static float normal(void) {
  float length = sqrtf(-2 * logf(part() + 1e-7f));
  return length * cosf(6.2831853f * part());
}

/** numbers that are fitted, each with a step of its own */
typedef struct {
  float *values, *slopes, *means, *squares;
  int count;
} Fitted;
static Fitted numbers(int count, float size) {
  Fitted made = {calloc(count, sizeof(float)), calloc(count, sizeof(float)), calloc(count, sizeof(float)), calloc(count, sizeof(float)), count};
  for (int at = 0; size > 0 && at < count; at += 1) made.values[at] = size * normal();
  return made;
}
static int steps;
static void move(Fitted *one, int from, int count, float step, float decay) {
  float meanPart = 1 - powf(0.9f, steps), squarePart = 1 - powf(0.999f, steps);
  float *values = one->values + from, *slopes = one->slopes + from, *means = one->means + from, *squares = one->squares + from;
  for (int at = 0; at < count; at += 1) {
    float slope = slopes[at] / TOGETHER;
    means[at] = 0.9f * means[at] + 0.1f * slope;
    squares[at] = 0.999f * squares[at] + 0.001f * slope * slope;
    values[at] -= step * (means[at] / meanPart / (sqrtf(squares[at] / squarePart) + 1e-8f) + decay * values[at]);
    slopes[at] = 0;
  }
}

static Fitted embedding, outcome, outcomeBias;
static struct {
  Fitted bias, mindBias, ofWord, ofMind;
  float mind[LONGEST + 1][MIND], keep[LONGEST][MIND], reset[LONGEST][MIND], fresh[LONGEST][MIND], before[LONGEST][MIND];
} ways[2];
static float seen[LONGEST][WIDTH], seenSlopes[LONGEST][WIDTH], most[2 * MIND], kept[2 * MIND];
static int mostAt[2 * MIND];
static char isLeftOut[LONGEST];

/** adds each row of a matrix as often as the vector says */
static void addRows(float *sum, const float *times, int rows, const float *matrix) {
  for (int row = 0; row < rows; row += 1)
    for (int at = 0; at < GATES; at += 1) sum[at] += times[row] * matrix[row * GATES + at];
}
static float sigmoid(float value) { return 1 / (1 + expf(-value)); }

static float readWords(const int *list, int length) {
  for (int at = 0; at < length; at += 1) {
    isLeftOut[at] = part() < WITHOUT_WORD;
    for (int place = 0; place < WIDTH; place += 1) seen[at][place] = isLeftOut[at] ? 0 : embedding.values[list[at] * WIDTH + place];
  }
  for (int way = 0; way < 2; way += 1) {
    for (int at = 0; at < MIND; at += 1) most[way * MIND + at] = -9;
    for (int step = 0; step < length; step += 1) {
      float fromWord[GATES], fromMind[GATES];
      float *mind = ways[way].mind[step], *next = ways[way].mind[step + 1];
      float *keep = ways[way].keep[step], *reset = ways[way].reset[step], *fresh = ways[way].fresh[step], *before = ways[way].before[step];
      memcpy(fromWord, ways[way].bias.values, sizeof fromWord);
      memcpy(fromMind, ways[way].mindBias.values, sizeof fromMind);
      addRows(fromWord, seen[way == 0 ? step : length - 1 - step], WIDTH, ways[way].ofWord.values);
      addRows(fromMind, mind, MIND, ways[way].ofMind.values);
      for (int at = 0; at < MIND; at += 1) keep[at] = sigmoid(fromWord[at] + fromMind[at]);
      for (int at = 0; at < MIND; at += 1) reset[at] = sigmoid(fromWord[MIND + at] + fromMind[MIND + at]);
      for (int at = 0; at < MIND; at += 1) {
        before[at] = fromMind[2 * MIND + at];
        fresh[at] = 2 * sigmoid(2 * (fromWord[2 * MIND + at] + reset[at] * before[at])) - 1;
        next[at] = (1 - keep[at]) * fresh[at] + keep[at] * mind[at];
      }
      for (int at = 0; at < MIND; at += 1) {
        if (next[at] <= most[way * MIND + at]) continue;
        most[way * MIND + at] = next[at];
        mostAt[way * MIND + at] = step;
      }
    }
  }
  float odds = outcomeBias.values[0];
  for (int at = 0; at < 2 * MIND; at += 1) {
    kept[at] = part() < WITHOUT_NUMBER ? 0 : 1 / (1 - WITHOUT_NUMBER);
    odds += most[at] * kept[at] * outcome.values[at];
  }
  return odds;
}

/** slopes of a matrix and of the vector that it was multiplied with */
static void backRows(const float *slopes, const float *vector, float *vectorSlopes, int rows, Fitted *matrix) {
  for (int row = 0; row < rows; row += 1) {
    float sum = 0;
    for (int at = 0; at < GATES; at += 1) {
      matrix->slopes[row * GATES + at] += vector[row] * slopes[at];
      sum += matrix->values[row * GATES + at] * slopes[at];
    }
    vectorSlopes[row] += sum;
  }
}
static int *touched, touchedCount;
static char *isTouched;
static void learn(const int *list, int length, float slope) {
  outcomeBias.slopes[0] += slope;
  for (int at = 0; at < 2 * MIND; at += 1) outcome.slopes[at] += slope * most[at] * kept[at];
  memset(seenSlopes, 0, sizeof seenSlopes);
  for (int way = 0; way < 2; way += 1) {
    float mindSlopes[MIND] = {0};
    for (int step = length - 1; step >= 0; step -= 1) {
      float earlier[MIND], wordSlopes[GATES], gateSlopes[GATES];
      int place = way == 0 ? step : length - 1 - step;
      const float *mind = ways[way].mind[step];
      for (int at = 0; at < MIND; at += 1) {
        float keep = ways[way].keep[step][at], reset = ways[way].reset[step][at], fresh = ways[way].fresh[step][at];
        float own = mindSlopes[at];
        if (mostAt[way * MIND + at] == step) own += slope * kept[way * MIND + at] * outcome.values[way * MIND + at];
        float freshSlope = own * (1 - keep) * (1 - fresh * fresh);
        wordSlopes[at] = gateSlopes[at] = own * (mind[at] - fresh) * keep * (1 - keep);
        wordSlopes[MIND + at] = gateSlopes[MIND + at] = freshSlope * ways[way].before[step][at] * reset * (1 - reset);
        wordSlopes[2 * MIND + at] = freshSlope;
        gateSlopes[2 * MIND + at] = freshSlope * reset;
        earlier[at] = own * keep;
      }
      for (int at = 0; at < GATES; at += 1) {
        ways[way].bias.slopes[at] += wordSlopes[at];
        ways[way].mindBias.slopes[at] += gateSlopes[at];
      }
      backRows(wordSlopes, seen[place], seenSlopes[place], WIDTH, &ways[way].ofWord);
      backRows(gateSlopes, mind, earlier, MIND, &ways[way].ofMind);
      memcpy(mindSlopes, earlier, sizeof earlier);
    }
  }
  for (int at = 0; at < length; at += 1) {
    if (isLeftOut[at] || list[at] == 0) continue;
    if (!isTouched[list[at]]) touched[touchedCount++] = list[at];
    isTouched[list[at]] = 1;
    for (int place = 0; place < WIDTH; place += 1) embedding.slopes[list[at] * WIDTH + place] += seenSlopes[at][place];
  }
}

static void *fileOf(const char *folder, const char *name, int *count) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "rb");
  if (file == NULL || fseek(file, 0, SEEK_END) != 0) exit(1);
  long size = ftell(file);
  rewind(file);
  void *bytes = malloc(size);
  if (fread(bytes, 1, size, file) != (size_t)size) exit(1);
  fclose(file);
  *count = (int)(size / 4);
  return bytes;
}
static void shuffle(int *list, int count, int first) {
  for (int at = 0; at < first && at < count - 1; at += 1) {
    int other = at + below(count - at), one = list[at];
    list[at] = list[other];
    list[other] = one;
  }
}

static int *words, *starts;
static int add(int *list, int length, int document) {
  for (int at = starts[document]; at < starts[document + 1]; at += 1) list[length++] = words[at];
  return length;
}

int main(int count, char **given) {
  if (count != 2) return 1;
  int size, documents, kinds;
  float *vectors = fileOf(given[1], "vectors", &size);
  words = fileOf(given[1], "words", &kinds);
  starts = fileOf(given[1], "starts", &documents);
  documents -= 1;
  // 0 made up and honest, 1 made up to mislead, 2 of a real server
  int *kindOf = fileOf(given[1], "kinds", &kinds);
  embedding = numbers(size, 0);
  memcpy(embedding.values, vectors, size * sizeof(float));
  touched = malloc(size / WIDTH * sizeof(int));
  isTouched = calloc(size / WIDTH, 1);
  for (int way = 0; way < 2; way += 1) {
    ways[way].ofWord = numbers(WIDTH * GATES, 1 / sqrtf(WIDTH));
    ways[way].ofMind = numbers(MIND * GATES, 0.6f / sqrtf(MIND));
    ways[way].bias = numbers(GATES, 0);
    ways[way].mindBias = numbers(GATES, 0);
  }
  outcome = numbers(2 * MIND, 0.1f);
  outcomeBias = numbers(1, 0);

  int *real = malloc(documents * sizeof(int)), *made = malloc(documents * sizeof(int)), *examples = malloc(documents * sizeof(int));
  int reals = 0, mades = 0;
  for (int at = 0; at < documents; at += 1) *(kindOf[at] == 2 ? &real[reals++] : &made[mades++]) = at;
  for (int epoch = 0; epoch < EPOCHS; epoch += 1) {
    shuffle(real, reals, REAL);
    int total = mades + (reals < REAL ? reals : REAL);
    memcpy(examples, made, mades * sizeof(int));
    memcpy(examples + mades, real, (total - mades) * sizeof(int));
    shuffle(examples, total, total);
    float step = STEP * (1 - (float)epoch / EPOCHS);
    double loss = 0;
    for (int at = 0; at < total; at += 1) {
      int list[LONGEST], length = 0, kind = kindOf[examples[at]];
      if (part() < PADDED) length = add(list, length, real[below(reals)]);
      length = add(list, length, examples[at]);
      if (part() < PADDED) length = add(list, length, real[below(reals)]);
      float likely = sigmoid(readWords(list, length));
      loss -= logf((kind == 1 ? likely : 1 - likely) + 1e-7f);
      learn(list, length, (likely - (kind == 1)) * (kind == 2 ? REAL_WEIGHT : 1));
      if (at % TOGETHER != TOGETHER - 1 && at != total - 1) continue;
      steps += 1;
      for (int way = 0; way < 2; way += 1) {
        move(&ways[way].ofWord, 0, WIDTH * GATES, step, DECAY);
        move(&ways[way].ofMind, 0, MIND * GATES, step, DECAY);
        move(&ways[way].bias, 0, GATES, step, 0);
        move(&ways[way].mindBias, 0, GATES, step, 0);
      }
      move(&outcome, 0, 2 * MIND, step, DECAY);
      move(&outcomeBias, 0, 1, step, 0);
      for (int one = 0; one < touchedCount; one += 1) {
        move(&embedding, touched[one] * WIDTH, WIDTH, step / 2, 0);
        isTouched[touched[one]] = 0;
      }
      touchedCount = 0;
    }
    printf("epoch %d of %d: loss %.4f\n", epoch + 1, EPOCHS, loss / total);
    fflush(stdout);
  }

  char path[4096];
  snprintf(path, sizeof path, "%s/fitted", given[1]);
  FILE *file = fopen(path, "wb");
  if (file == NULL) return 1;
  fwrite(embedding.values, sizeof(float), size, file);
  for (int way = 0; way < 2; way += 1) {
    fwrite(ways[way].bias.values, sizeof(float), GATES, file);
    fwrite(ways[way].mindBias.values, sizeof(float), GATES, file);
    fwrite(ways[way].ofWord.values, sizeof(float), WIDTH * GATES, file);
    fwrite(ways[way].ofMind.values, sizeof(float), MIND * GATES, file);
  }
  fwrite(outcome.values, sizeof(float), 2 * MIND, file);
  fwrite(outcomeBias.values, sizeof(float), 1, file);
  return fclose(file);
}
