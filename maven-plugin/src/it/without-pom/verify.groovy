String log = new File(basedir, 'build.log').text
assert log =~ /\d+ events of exec-shell are in /
assert log =~ /\d+ events, 1 alert in /
assert new File(basedir, 'alerts.jsonl').text.contains('"output_fields":')
assert new File(basedir, 'alerts.jsonl').text.contains('Shell (shell=bash pod=web-0)')
assert log =~ /exec-shell +Shell in container +fires +passed/
assert new File(basedir, 'target/kguard/results.json').isFile()
assert log.contains('no rule has the source syscall, so none sees the events of the capture')
