String log = new File(basedir, 'build.log').text
[
    'There is no property kguard.strikt; did you mean kguard.strict?',
    'The property kguard.scenario belongs to kguard:record and kguard:scenarios; did you mean kguard.scenarios?',
    'There is no property kguard.matchin; did you mean kguard.matching?',
    'The configuration of the plugin has the parameter senarios, but no goal has it; did you mean scenarios?',
].each { assert log.contains('kguard does not know a property that it was given. ' + it) }
assert log.contains('kguard: skipped (kguard.skip)')
assert new File(basedir, 'target/kguard').list().toList() == ['lint.sarif'] // lint's own
