String log = new File(basedir, 'build.log').text
assert log =~ /\d+ events of exec-shell are in /
assert log =~ /\d+ events, 2 alerts in /
assert new File(basedir, 'alerts.jsonl').text.contains('"output_fields":')
assert new File(basedir, 'alerts.jsonl').text.contains('Shell (shell=bash pod=web-0 ns=default)')
assert log =~ /exec-shell +Shell in container +fires +passed/
assert log =~ /answered +Shell in container +fires +passed/
assert log =~ /not-answered +Shell in container +silent +passed/
assert new File(basedir, 'target/kguard/results.json').isFile()
assert log.contains('no rule has the source syscall, so none sees its events')
assert log.contains('The twin not-answered is legitimate, but it triggered reactions:')
assert log.contains('Close the node: kubernetes:cordon on node kguard-node for "Look in container"')
