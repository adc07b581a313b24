String log = new File(basedir, 'build.log').text
assert log.contains('The rule fires. New test: ' + new File(basedir, 'made') + '/shell-under-a-server.yaml')
assert log.contains('3 checks: 3 passed, 0 failed, 0 errors')
assert log.contains('/made/shell-under-a-server.yaml exists. Name this test otherwise: -Dkguard.name=ID')
assert log.contains('does not hold: proc.tty != 0   (the value is 0)')
assert log.contains('3 checks: 0 passed, 3 failed, 0 errors')
assert !new File(basedir, 'none').exists() || new File(basedir, 'none').list().length == 0
assert new File(basedir, 'made').list().toList().sort() == [
    'exec.log', 'exec.yaml', 'shell-capture.scap', 'shell-capture.yaml',
    'shell-under-a-server.events.yaml', 'shell-under-a-server.yaml'
]
assert new File(basedir, 'made/shell-under-a-server.yaml').text.contains('attack: [T1059.004]')
assert new File(basedir, 'made/shell-capture.scap').length() < new File(basedir, 'shell.scap').length()
