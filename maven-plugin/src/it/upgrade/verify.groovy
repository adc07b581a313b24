// lines have 80 columns, and paths are long here
String log = new File(basedir, 'build.log').text.replaceAll('\\s+', ' ')
String before = new File(basedir, 'rules.yaml').text
String after = new File(basedir, 'fixed.yaml').text
assert log.contains('Upgrade from Falco 0.40 to 0.44: 2 rules before, 2 after')
assert log.contains('Never fires any more (1).')
assert log.contains('rules.yaml:9:37 in rule \'Begin of a connection\'')
assert log.contains('- condition: evt.type = connect and evt.dir = < and proc.name = curl')
assert log.contains('attack.events.yaml: 2 alerts before, 1 after')
// without -Dkguard.fix the file is as it was
assert before.contains('evt.dir = <') && before.contains('%container.info')
// with it nothing else has changed
assert after == before.replace('connect and evt.dir = < and', 'connect and')
        .replace('%container.info', 'container_id=%container.id container_name=%container.name')
assert log.split('Rewritten: ', -1).length == 2
assert log.contains('There is nothing to rewrite')
assert log.contains('nothing was rewritten: the rules do not load in Falco 0.44: ')
assert new File(basedir, 'gone.yaml').text.contains('evt.dir = <')
assert log.contains('kguard.from is "0.39"; it can be 0.40, 0.41, 0.42, 0.43, 0.44, 0.45 or current')
assert log.contains('in Falco 0.44 rules stop loading')
assert new File(basedir, 'target/kguard/upgrade.md').text.contains('### Stops loading (')
assert new File(basedir, 'target/kguard/upgrade.json').text.contains('"code": "LOAD_ERR_COMPILE_CONDITION"')
