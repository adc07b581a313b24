// Left by an earlier run; it must not be taken for the result of a run that ended early
File folder = new File(basedir, 'target/kguard')
folder.mkdirs()
['results.json', 'TEST-kguard.xml', 'report.html'].each { new File(folder, it).text = 'passed' }
return true
