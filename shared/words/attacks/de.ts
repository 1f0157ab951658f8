/** The documented attacks, in German. */
export const attacks = {
  'runaway-tool-loops': {
    title: 'Endlosschleife von Aufrufen',
    text: 'Ein Agent, der ein Ergebnis falsch versteht, oder zwei Agenten, die einander antworten, können dasselbe Werkzeug hunderte Male aufrufen, bevor jemand hinsieht. Jeder Aufruf für sich ist harmlos; zusammen überfluten sie Menschen, füllen Festplatten, verbrauchen Kontingente oder treiben die Rechnung hoch.',
    answer: 'Eine Grenze pro Minute für jede Anwendung und jedes Werkzeug stoppt die Schleife und sagt es.',
  },
  'confused-deputy': {
    title: 'Verwirrter Stellvertreter',
    text: 'Der Server handelt mit seinen eigenen weiten Zugangsdaten, nicht mit den Rechten dessen, der fragt. Eine Seite, eine Mail oder ein anderer Agent, der das Modell lenkt, bekommt alles, was diese Zugangsdaten können, obwohl er es selbst nie gekonnt hätte.',
    answer: 'Vor jeder Änderung fragen, die Freigabe an die gezeigten Argumente binden und dem Server ein Token mit weniger Rechten geben.',
  },
  'mcp-rug-pull': {
    title: 'Austausch nach der Freigabe',
    text: 'Ein Server zeigt eine harmlose Definition, bis sie freigegeben ist, und schickt dann eine andere: ein neues Argument, eine geänderte Beschreibung, ein anderer Befehl. Was der Mensch gebilligt hat, ist nicht mehr das, was läuft.',
    answer:
      'Die Definition wird beim ersten Sehen festgehalten; eine geänderte wird abgelehnt, bis ein Mensch den Unterschied gesehen hat.',
  },
  'tool-poisoning': {
    title: 'Vergiftetes Werkzeug',
    text: 'Beschreibungen, Texte von Argumenten und sogar Auswahlwerte liest das Modell wie Anweisungen. Ein Server kann dort Anweisungen verstecken, etwa erst eine Schlüsseldatei zu lesen oder dem Menschen nichts zu sagen, die kein Mensch je sieht.',
    answer: 'Jeder Text einer Definition wird geprüft, bevor eine Anwendung ihn sieht; ein vergiftetes Werkzeug kommt in Quarantäne.',
  },
  'tool-shadowing': {
    title: 'Überschattetes Werkzeug',
    text: 'Ein zweiter Server bietet ein Werkzeug mit gleichem oder verwechselbarem Namen an oder sagt dem Modell, es solle seines benutzen. Aufrufe, die dem vertrauten Server galten, gehen mit ihren Daten an den anderen.',
    answer:
      'Aufrufe werden nach einer gespeicherten Zuordnung geleitet, nie nach dem Namen allein, und verwechselbare Namen verschiedener Server werden gemeldet.',
  },
  'indirect-prompt-injection': {
    title: 'Eingeschleuste Anweisungen',
    text: 'Das Werkzeug bringt Text herein, den Fremde schreiben können: Webseiten, Mails, Tickets, geteilte Dokumente. Anweisungen darin erreichen das Modell neben denen des Menschen und können es andere Werkzeuge aufrufen lassen.',
    answer: 'Nach so einem Lesen brauchen Aufrufe, die Daten hinausschicken, eine Freigabe, die nennt, was gelesen wurde.',
  },
  'prompt-injection-via-tool-results': {
    title: 'Einschleusen durch Antworten',
    text: 'Was ein Werkzeug antwortet, geht unmittelbar in den Kontext des Modells. Eine verfälschte Antwort oder ein Fehlertext mit Anweisungen lenkt die nächsten Aufrufe.',
    answer: 'Antworten von Werkzeugen, die fremde Inhalte aufnehmen, werden geprüft, und Funde stehen bei der nächsten Frage.',
  },
  'data-exfiltration-via-tool-chaining': {
    title: 'Abfluss durch verkettete Werkzeuge',
    text: 'Ein Werkzeug liest etwas Privates, ein anderes erreicht die Außenwelt. Keines ist für sich gefährlich; durch eine eingeschleuste Anweisung verkettet tragen sie die Daten fort.',
    answer:
      'Sobald sich in einer Sitzung private Daten und fremde Inhalte getroffen haben, braucht ein Aufruf nach außen eine Freigabe, auch wo eine Regel ihn erlaubt.',
  },
  'credential-leak-via-errors': {
    title: 'Zugangsdaten in Antworten und Fehlern',
    text: 'Das Werkzeug gibt Geheimnisse zurück, erzeugt sie oder geht damit um. Sie landen im Kontext des Modells, in seinen Protokollen und in Fehlertexten, von wo jedes spätere Werkzeug sie weiterschicken kann.',
    answer: 'Vor jeder Benutzung fragen, wenige pro Stunde erlauben und Geheimnisse im Protokoll durch Hashes mit Schlüssel ersetzen.',
  },
  'destructive-action-autonomy': {
    title: 'Zerstören ohne einen Menschen',
    text: 'Ein Agent, der sich sicher ist, löscht, überschreibt oder verwirft, was er für Überreste hält. Rückgängig machen lässt es sich nicht, und es geschieht im Tempo einer Maschine.',
    answer: 'Jedes Mal fragen und alle Argumente zeigen; die Antwort nie ohne Bedingungen an die Argumente merken.',
  },
  'argument-injection': {
    title: 'Befehle im Argument',
    text: 'Ein Argument wird an eine Shell, eine Abfrage oder eine Befehlszeile weitergereicht. Zeichen, die dort etwas bedeuten, etwa ein Strich am Anfang, ein Semikolon oder ein Anführungszeichen, machen aus Daten Befehle.',
    answer: 'Mit dem ganzen Argument fragen und ablehnen, was deine Arbeit nie braucht.',
  },
  'ssrf-via-url-argument': {
    title: 'Anfragen an innere Adressen',
    text: 'Das Werkzeug ruft eine Adresse ab, die das Modell wählt. Es lässt sich auf Dienste dieses Rechners, des lokalen Netzes oder auf die Metadaten-Adresse einer Cloud richten, die antworten, weil die Anfrage von innen kommt.',
    answer: 'Verlangen, dass der Host der Adresse auf einer Liste steht (`host_in`), und eigene, private und Metadaten-Adressen ablehnen.',
  },
  'compromised-mcp-package': {
    title: 'Gekapertes Paket',
    text: 'Ein Server, der ohne feste Version startet, führt aus, was das Verzeichnis an diesem Tag liefert. Ein gestohlenes Konto oder ein Wurm in einer Abhängigkeit läuft dann mit deinen Zugangsdaten.',
    answer: 'Im Startbefehl eine genaue Version nennen; eine andere Version oder Datei startet erst nach Bestätigung.',
  },
  'mcp-typosquatting': {
    title: 'Verwechselbares Paket',
    text: 'Ein Paket mit fast dem richtigen Namen bietet dieselben Werkzeuge und tut still noch etwas, etwa eine Blindkopie jeder Mail an seinen Autor.',
    answer: 'Paket und Hashes der Definitionen vor dem Hinzufügen mit dem Katalog vergleichen und den Start festhalten.',
  },
  'token-misuse': {
    title: 'Token, wo es nicht hingehört',
    text: 'Zugangstoken, die weitergereicht, für einen anderen Dienst benutzt oder mit mehr Rechten versehen werden, als eine Aufgabe braucht, dienen jedem, der sie hat. Werkzeuge, die Rechte schaffen oder erweitern, machen das dauerhaft.',
    answer: 'Fragen, bevor Rechte oder Token entstehen; ein Token je Anwendung und Server.',
  },
  'approval-fatigue': {
    title: 'Müde vom Freigeben',
    text: 'Ein Werkzeug, das viele Male am Tag fragt, wird bald ungelesen freigegeben. Ein Angreifer muss nur warten oder die Schlange erst mit harmlosen Fragen füllen.',
    answer:
      'Häufige harmlose Fragen in Regeln für Argumente verwandeln; gleiche wartende Aufrufe teilen eine Karte, und die Schlange ist begrenzt.',
  },
};
