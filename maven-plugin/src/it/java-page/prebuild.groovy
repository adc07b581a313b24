// Creates the project from the snippets in docs/java.md, unchanged: the pom, the rule and the rule test
def page = new File(basedir, '../../../../docs/java.md').getText('UTF-8')
def snippet = { language, start ->
    def found = (page =~ /(?ms)^```${language}\n(.*?)^```/).collect { it[1] }.find { it.startsWith(start) }
    assert found != null: "docs/java.md has no ${language} that starts with ${start}"
    return found
}
def write = { path, text ->
    def file = new File(basedir, path)
    file.parentFile.mkdirs()
    file.setText(text, 'UTF-8')
}
def pom = snippet('xml', '<project')
write('pom.xml', pom)
write('src/kguard/rules/rules.yaml', snippet('yaml', '- rule:'))
write('src/test/java/example/TerminalShellTest.java', snippet('java', 'package example;'))

// A bom is not a dependency of the plugin, so the test builds need a copy
def version = (pom =~ /<kguard.version>(.*)<\/kguard.version>/)[0][1]
def bom = new File(localRepositoryPath, "io/kguard/kguard-bom/${version}/kguard-bom-${version}.pom")
bom.parentFile.mkdirs()
bom.bytes = new File(basedir, '../../../../bom/pom.xml').bytes
return true
