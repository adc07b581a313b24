String log = new File(basedir, 'build.log').text
assert log.contains('a scenario is played by io.kguard:kguard-sandbox, which is not among the test dependencies')
assert log.contains('Tests run: 6, Failures: 0, Errors: 1, Skipped: 0')
