String log = new File(basedir, 'build.log').text
['oldest', 'middle', 'newest'].each { version ->
    String results = new File(basedir, version + '/results.json').text
    assert results.contains('"summary": {"passed": 2, "failed": 0, "error": 1}')
    assert results.contains('"verdict": "passed", "reason": ""')
    assert results.contains('"test": "example.ShellTest.aShellIsReported"')
    assert results.contains('"test": "example.ShellTest.anotherProgramIsNot"')
    assert results.contains('"test": "example.ShellTest$Inside.aMistakeIsAnError"')
    assert results.contains('must name a method static void nowhere(EventBuilder events)')
}
assert log.count('3 checks: 2 passed, 0 failed, 1 error in ') >= 3
String old = new File(basedir, 'too-old/results.json').text
assert old.contains('"summary": {"passed": 0, "failed": 0, "error": 4}')
assert log.contains('rule tests need JUnit 5.10 or later, and the test class path has JUnit 5.8.2.')
assert log.contains('these rule tests are not compiled, or have changed since: src/test/java/example/ShellTest.java.')
