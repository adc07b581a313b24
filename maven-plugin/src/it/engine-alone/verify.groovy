String log = new File(basedir, 'build.log').text
assert log.contains('Warning Shadow file opened: Shadow file opened by cat (file=/etc/shadow)')
assert log.count(' is not needed') == 4
