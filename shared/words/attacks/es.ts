/** The documented attacks, in Spanish. */
export const attacks = {
  'runaway-tool-loops': {
    title: 'Bucle de llamadas sin fin',
    text: 'Un agente que entiende mal un resultado, o dos agentes que se responden, pueden llamar a la misma herramienta cientos de veces antes de que alguien mire. Cada llamada sola es inofensiva; juntas molestan a personas, llenan discos, gastan cuotas o disparan la factura.',
    answer: 'Un límite por minuto para cada aplicación y herramienta detiene el bucle y lo dice.',
  },
  'confused-deputy': {
    title: 'Delegado confundido',
    text: 'El servidor actúa con sus propias credenciales amplias, no con los permisos de quien pide. Una página, un correo u otro agente que dirija al modelo consigue todo lo que esas credenciales pueden, aunque por sí mismo nunca habría podido.',
    answer: 'Preguntar antes de cada cambio, atar la aprobación a los argumentos mostrados y dar al servidor un token con menos permisos.',
  },
  'mcp-rug-pull': {
    title: 'Cambio tras la aprobación',
    text: 'Un servidor muestra una definición inofensiva hasta que se aprueba y luego envía otra: un argumento nuevo, una descripción cambiada, otro comando. Lo que la persona aceptó ya no es lo que se ejecuta.',
    answer: 'La definición se fija al verla por primera vez; una cambiada se rechaza hasta que una persona haya visto la diferencia.',
  },
  'tool-poisoning': {
    title: 'Herramienta envenenada',
    text: 'El modelo lee descripciones, textos de argumentos y hasta valores de listas como si fueran instrucciones. Un servidor puede esconder ahí órdenes, como leer antes un archivo de claves o no decir nada al usuario, que ninguna persona ve.',
    answer: 'Cada texto de una definición se examina antes de que una aplicación lo vea; una herramienta envenenada queda en cuarentena.',
  },
  'tool-shadowing': {
    title: 'Herramienta suplantada',
    text: 'Un segundo servidor ofrece una herramienta con el mismo nombre o uno parecido, o dice al modelo que use la suya. Las llamadas al servidor de confianza, con sus datos, van al otro.',
    answer: 'Las llamadas se dirigen por una tabla guardada, nunca solo por el nombre, y se avisa de nombres parecidos entre servidores.',
  },
  'indirect-prompt-injection': {
    title: 'Inyección indirecta de instrucciones',
    text: 'La herramienta trae texto que pueden escribir extraños: páginas web, correos, incidencias, documentos compartidos. Las instrucciones de ese texto llegan al modelo junto a las del usuario y pueden hacer que llame a otras herramientas.',
    answer: 'Tras una lectura así, las llamadas que envían datos fuera necesitan una aprobación que nombra lo que se leyó.',
  },
  'prompt-injection-via-tool-results': {
    title: 'Inyección por los resultados',
    text: 'Lo que responde una herramienta entra directamente en el contexto del modelo. Una respuesta manipulada, o un texto de error con órdenes, dirige las llamadas siguientes.',
    answer: 'Los resultados de herramientas que reciben contenido ajeno se examinan, y lo hallado se muestra con la pregunta siguiente.',
  },
  'data-exfiltration-via-tool-chaining': {
    title: 'Fuga encadenando herramientas',
    text: 'Una herramienta lee algo privado, otra puede llegar al exterior. Ninguna es peligrosa sola; encadenadas por una instrucción inyectada se llevan los datos.',
    answer:
      'Cuando datos privados y contenido ajeno se han juntado en una sesión, una llamada hacia fuera necesita aprobación aunque una regla la permita.',
  },
  'credential-leak-via-errors': {
    title: 'Credenciales en respuestas y errores',
    text: 'La herramienta devuelve, crea o maneja secretos. Acaban en el contexto del modelo, en sus registros y en textos de error, desde donde cualquier herramienta posterior puede enviarlos.',
    answer: 'Preguntar antes de cada uso, permitir pocos por hora y guardar en el registro solo hashes con clave de los secretos.',
  },
  'destructive-action-autonomy': {
    title: 'Destruir sin una persona',
    text: 'Un agente seguro de sí mismo borra, sobrescribe o elimina lo que toma por restos. No se puede deshacer, y ocurre a la velocidad de una máquina.',
    answer: 'Preguntar cada vez, con todos los argumentos a la vista; nunca recordar la respuesta sin condiciones sobre los argumentos.',
  },
  'argument-injection': {
    title: 'Órdenes en un argumento',
    text: 'Un argumento se pasa a un intérprete, una consulta o una línea de comandos. Caracteres que allí significan algo, como un guion inicial, un punto y coma o unas comillas, convierten datos en órdenes.',
    answer: 'Preguntar con el argumento completo a la vista y denegar lo que tu trabajo nunca necesita.',
  },
  'ssrf-via-url-argument': {
    title: 'Peticiones a direcciones internas',
    text: 'La herramienta consulta una dirección que elige el modelo. Se la puede apuntar a servicios de este equipo, de la red local o a la dirección de metadatos de una nube, que responden porque la petición viene de dentro.',
    answer: 'Exigir que el host de la dirección esté en una lista (`host_in`) y denegar direcciones locales, privadas y de metadatos.',
  },
  'compromised-mcp-package': {
    title: 'Paquete comprometido',
    text: 'Un servidor que arranca sin versión fija ejecuta lo que el registro de paquetes entregue ese día. Una cuenta robada o un gusano en una dependencia funciona entonces con tus credenciales.',
    answer: 'Nombrar una versión exacta en el comando de arranque; otra versión o binario no arranca hasta que se confirme.',
  },
  'mcp-typosquatting': {
    title: 'Paquete parecido',
    text: 'Un paquete con casi el nombre correcto ofrece las mismas herramientas y hace en silencio una cosa más, como una copia oculta de cada correo a su autor.',
    answer: 'Comparar el paquete y los hashes de las definiciones con el catálogo antes de añadirlo, y fijar la identidad de arranque.',
  },
  'token-misuse': {
    title: 'Token usado donde no debía',
    text: 'Los tokens de acceso que se pasan, se reutilizan en otro servicio o reciben más permisos de los que pide una tarea sirven a cualquiera que los tenga. Las herramientas que crean o amplían permisos lo hacen permanente.',
    answer: 'Preguntar antes de crear permisos o tokens; un token por aplicación y servidor.',
  },
  'approval-fatigue': {
    title: 'Cansancio de aprobar',
    text: 'Una herramienta que pregunta muchas veces al día pronto se aprueba sin leer. Un atacante solo tiene que esperar, o llenar antes la cola de preguntas inofensivas.',
    answer:
      'Convertir las preguntas frecuentes e inofensivas en reglas de argumentos; las llamadas iguales en espera comparten una tarjeta y la cola tiene tope.',
  },
};
