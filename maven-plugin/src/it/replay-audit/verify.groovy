String log = new File(basedir, 'build.log').text
assert log =~ /2 events, 1 alert in /
String alert = new File(basedir, 'alerts.jsonl').text
assert alert.contains('Notice Exec (user=jane pod=jenkins-0 command=sh)')
assert alert.contains('"source":"k8s_audit"')
assert alert.contains('"time":"2026-11-24T17:35:48.519118000Z"')
assert log.contains('damaged.log, line 2: the "kind" is "Pod"; an Event or an EventList of audit.k8s.io is expected')
assert log.contains('replay needs either a capture or a log: -Dkguard.capture=attack.scap, -Dkguard.audit=audit.log or -Dkguard.log=cloudtrail.json')
assert log.contains('no rule has the source k8s_audit, so none sees the events of the audit log')
