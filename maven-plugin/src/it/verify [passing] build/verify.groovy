String log = new File(basedir, 'build.log').text
assert log =~ /exec-shell +Shell in container +fires +passed/
assert log =~ /exec-program +Shell in container +silent +passed/
assert log.contains('2 checks: 2 passed, 0 failed, 0 errors in ')
assert new File(basedir, 'target/kguard/results.json').text.contains('"summary": {"passed": 2, "failed": 0, "error": 0}')
assert new File(basedir, 'target/kguard/TEST-kguard.xml').text.contains('tests="2" failures="0" errors="0"')
assert new File(basedir, 'target/kguard/report.html').text.contains('<td>live</td>')
