/**
 * A sliding log per key on the counter server, in its own time: never more than `max` in any window, all keys of a call or none. Per key
 * a sorted set of stamps and a hash of their amounts. Above 1,000 a stamp counts from the end of its thousandth of the window.
 * KEYS: set and hash of each count. ARGV: window in ms, max (-1: counts, held against nothing), amount, for each.
 * Answers {1, stamp, …}, or {0, index of the full one from 1, used, ms until it fits or -1}.
 */
export const RESERVE_SCRIPT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local stamps = {}
local function tidy(number) return tonumber(string.format('%.15g', number)) end
for i = 1, #KEYS / 2 do
  local set, hash = KEYS[2 * i - 1], KEYS[2 * i]
  local window, max, amount = tonumber(ARGV[3 * i - 2]), tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i])
  local old = redis.call('ZRANGEBYSCORE', set, '-inf', '(' .. string.format('%.0f', now - window))
  for _, stamp in ipairs(old) do
    redis.call('HDEL', hash, stamp)
    redis.call('ZREM', set, stamp)
  end
  local used = 0
  for _, value in ipairs(redis.call('HVALS', hash)) do used = used + tonumber(value) end
  if max >= 0 and (max == 0 or tidy(used + amount) > max) then
    local wait = -1
    if max > 0 and tidy(amount) <= max then
      local rest = used
      for _, stamp in ipairs(redis.call('ZRANGE', set, 0, -1)) do
        rest = rest - tonumber(redis.call('HGET', hash, stamp) or 0)
        if tidy(math.max(0, rest) + amount) <= max then
          wait = tonumber(stamp) + window - now + 1
          break
        end
      end
    end
    return {0, i, string.format('%.15g', used), wait}
  end
  local wanted = now
  if max > 1000 or redis.call('ZCARD', set) >= 1000 then
    local width = window / 1000
    wanted = math.ceil(math.ceil(now / width) * width)
  end
  local last = redis.call('ZRANGE', set, -1, -1)[1]
  if last and tonumber(last) > wanted then wanted = tonumber(last) end
  stamps[i] = string.format('%.0f', wanted)
end
local answer = {1}
for i = 1, #KEYS / 2 do
  local set, hash, stamp = KEYS[2 * i - 1], KEYS[2 * i], stamps[i]
  local window, amount = tonumber(ARGV[3 * i - 2]), tonumber(ARGV[3 * i])
  local before = tonumber(redis.call('HGET', hash, stamp) or 0)
  redis.call('HSET', hash, stamp, string.format('%.17g', before + amount))
  redis.call('ZADD', set, stamp, stamp)
  local keep = string.format('%.0f', window * 2 + 60000)
  redis.call('PEXPIRE', set, keep)
  redis.call('PEXPIRE', hash, keep)
  answer[i + 1] = stamp
end
return answer
`;

/** Gives an amount back. KEYS: set and hash. ARGV: stamp, amount. */
export const RELEASE_SCRIPT = `
local before = tonumber(redis.call('HGET', KEYS[2], ARGV[1]) or 0)
local rest = before - tonumber(ARGV[2])
if rest > 0 then
  redis.call('HSET', KEYS[2], ARGV[1], string.format('%.17g', rest))
else
  redis.call('HDEL', KEYS[2], ARGV[1])
  redis.call('ZREM', KEYS[1], ARGV[1])
end
return 1
`;
