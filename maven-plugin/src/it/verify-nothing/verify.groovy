String log = new File(basedir, 'build.log').text
assert log.contains('There was nothing to check.')
assert log.contains('kguard could not judge every check: 0 checks: 0 passed, 0 failed, 0 errors')
assert new File(basedir, 'target/kguard/results.json').text.contains('"summary": {"passed": 0, "failed": 0, "error": 1}')
