String log = new File(basedir, 'build.log').text
assert log.count('2 checks: 2 passed, 0 failed, 0 errors in') == 2
// the parent and the module without rules
assert log.count('kguard: skipped, because this module has no rules') == 2
assert log.contains('there are no rules: ')
for (module in ['one', 'two']) {
    assert new File(basedir, module + '/target/kguard/results.json').text.contains('"summary": {"passed": 2, "failed": 0, "error": 0')
}
assert !new File(basedir, 'none/target/kguard').exists()
