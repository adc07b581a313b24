List<String> logs = new File(basedir, 'build.log').text.split(/(?=\[INFO] Scanning for projects)/) as List
logs.removeIf { !it.contains('Scanning for projects') }
def log = { int number -> logs[number - 1] }
assert log(1) =~ /Options of .*kguard.yaml: catalogue\n/
assert log(4) =~ /Options of .*kguard.yaml: catalogue, rows\n/
assert log(1) =~ /\d+ of \d+ changes of 2 rules are noticed: mutation score/
def score = { int number -> (log(number) =~ /mutation score ([0-9.]+) %/)[0][1] as double }
assert score(2) < score(1)
assert log(2).contains('removing proc.name = cat')
assert !log(1).contains('removing proc.name = cat')
assert log(2).contains('The mutation score is below 55.0 % (kguard.mutationThreshold).')
assert log(3).contains('Compared on 1 attack, 1 benign act: 1 rule gives other alerts.')
assert log(3) =~ /Passwords read +condition +−1 +in harmless/
String diff = new File(basedir, 'target/kguard/diff.md').getText('UTF-8')
assert diff.contains('| Passwords read | condition |  | −1 |')
// lint is bound to validate, and comes first
assert log(4).indexOf(':lint (default)') >= 0 && log(4).indexOf(':lint (default)') < log(4).indexOf(':verify (default)')
assert log(4).contains('kguard found rules that fail their checks: 3 checks: 2 passed, 1 failed, 0 errors in')
assert log(5).contains('kguard-baseline.yaml has 1 known failure')
String baseline = new File(basedir, 'kguard-baseline.yaml').text
assert baseline.contains('- scenario: "missed"\n    rule: "Passwords read"\n    expect: fires\n    reason: "ticket 12"\n')
assert log(6).contains('3 checks: 2 passed, 0 failed, 0 errors, 1 known failure in')
assert log(6) =~ /missed +Passwords read +fires +KNOWN/
assert log(6) =~ /shadow +Passwords read +fires +passed/
assert log(6).contains('Each check was made 2 times: 0 of 3 are flaky')
assert log(6).contains('Not measured, because a check of it did not pass: Passwords read')
// the entry has no check in this run
assert log(7).contains('STALE missed: "Passwords read" fires is no check of this project.')
assert log(7) =~ /Coverage: 1 of 2 rules are fired by a check and kept silent by another/
assert log(7).contains('These rules have no check that passed (kguard.failOnUntestedRule): Miner started')
assert !log(7).contains('rules with the tag filesystem')
assert log(8).contains('kguard.only: there is no tag "filesysten"; did you mean "filesystem"?')
assert log(9).contains('kguard.against\n    The rules before the change')
assert log(10) =~ /\d+ changes were evaluated by an earlier run\s+\(.*mutation-history.txt\)/
assert !log(10).contains('scenarios were played')
assert log(10).contains('The mutation score of rules with the tag filesystem is below 60.0 % (kguard.mutationThreshold).')
assert score(10) == score(2)
assert log(11).contains('<threshold>: <maxSurviving> is "1.5"; it must be a whole number')
