String log = new File(basedir, 'build.log').text
int attacks = (log =~ /(\d+) attacks, \d+ with a twin/)[0][1] as int
assert attacks > 80
assert log.contains('\ncredential-access\n')
assert log.contains('\nstealth\n')
assert (log =~ /\n(\d+) attacks?, \d+ with a twin/)[1][1].toInteger() < attacks
assert log.contains('my-attack: The password hashes are read\n')
assert log.contains('1. exec in web-0: cat /etc/shadow\n     it must print "root:"')
assert log.contains('fire: Read sensitive file untrusted')
assert log.contains('no scenario has the tactic "credential-acess"; did you mean credential-access?')
assert log.contains('there is no scenario "my-atack"; did you mean my-attack?')
assert log.contains('kguard.scenario names one scenario; leave out kguard.tactic')
String schema = new File(basedir, 'schema/scenario.schema.json').text
assert new groovy.json.JsonSlurper().parseText(schema).properties.keySet().containsAll(['scenario', 'attack', 'twin'])
