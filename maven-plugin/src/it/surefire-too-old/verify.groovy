String log = new File(basedir, 'build.log').text
assert log.contains('Tests run: 0, Failures: 0')
String complaint = 'Surefire 2.17 can\'t run tests of JUnit 5: mvn test runs none and passes. Set the version of maven-surefire-plugin in the pom'
assert log.contains('on project surefire-too-old: ' + complaint)
assert log.contains('[WARNING] ' + complaint)
assert log.contains('2 checks: 2 passed, 0 failed, 0 errors in ')
