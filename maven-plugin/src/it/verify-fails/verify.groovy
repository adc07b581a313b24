String log = new File(basedir, 'build.log').text
assert log =~ /exec-shell +Shell in container +fires +FAILED/
assert log.contains('Rule "Shell in container" did not fire in scenario exec-shell.')
assert log =~ /\[NO ] proc.name in \(zsh, sh\) +(bash|sleep)/ // both are equally close
assert log.contains('kguard found rules that fail their checks: 2 checks: 1 passed, 1 failed, 0 errors')
assert new File(basedir, 'target/kguard/results.json').text.contains('"summary": {"passed": 1, "failed": 1, "error": 0}')
