String log = new File(basedir, 'build.log').text
assert log =~ /rules\.yaml:3:\d+: /
assert log.contains('proc.nmae')
assert log.contains('proc.name')
assert new File(basedir, 'target/kguard/lint.sarif').text.contains('"2.1.0"')
