String log = new File(basedir, 'build.log').text
assert !log.contains('[WARNING] Some problems were encountered while building the effective model')
assert !log.contains('SLF4J')
assert log.contains('Tests run: 2, Failures: 0, Errors: 0, Skipped: 0')
assert log =~ /kubectl-exec-shell\s+Terminal shell in container +fires +passed/
assert log =~ /kubectl-exec-without-tty\s+Terminal shell in container +silent +passed/
String results = new File(basedir, 'target/kguard/results.json').text
assert results.contains('"test": "example.TerminalShellTest.anInteractiveShellIsReported"')
assert results.contains('"test": "example.TerminalShellTest.aScriptedExecIsNot"')
