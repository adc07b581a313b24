// What an earlier run left; nobody may take it for the result of a run that ended before it had any
File folder = new File(basedir, 'target/kguard')
folder.mkdirs()
['results.json', 'TEST-kguard.xml', 'report.html'].each { new File(folder, it).text = 'passed' }
return true
