// SPDX-License-Identifier: Apache-2.0
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/**
 * Adds up the test reports of all modules, and lists failures and skips. Fails if a test failed, if a test skipped that
 * none of the given files allows to, if a test class has no report and none of the files names it, or if there are no reports.
 */
final class TestSummary {
    private static final int CAUSE_LINES = 12;

    private final List<String> failures = new ArrayList<>();
    private final List<String> skips = new ArrayList<>();
    private final List<String> unexpectedSkips = new ArrayList<>();
    private final List<String> allowed;
    private final Set<String> reported = new HashSet<>();
    private int passed;

    private TestSummary(List<String> allowed) {
        this.allowed = allowed;
    }

    public static void main(String[] args) throws Exception {
        List<String> allowed = new ArrayList<>();
        for (String file : args) {
            Files.readAllLines(Path.of(file)).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\\s+", 2)[0])
                    .forEach(allowed::add);
        }
        TestSummary summary = new TestSummary(allowed);
        for (Path report : reports()) {
            summary.add(report);
        }
        System.exit(summary.print(String.join(" or ", args)) ? 0 : 1);
    }

    private static List<Path> reports() throws IOException {
        try (Stream<Path> files = Files.find(
                Path.of(""),
                5,
                (path, attributes) ->
                        path.toString().matches(".*target/(surefire-reports(-newest-jdk|-junit-oldest|-junit6|-docker|-machine)?|invoker-reports)/TEST-.*\\.xml"))) {
            return files.sorted().toList();
        }
    }

    /** Test classes that were compiled and have no report: their JVM ended before, or nobody ran them. */
    private List<String> missing() throws IOException {
        List<String> missing = new ArrayList<>();
        for (Path module : modules()) {
            Path classes = module.resolve("target/test-classes");
            try (Stream<Path> files = Files.find(classes, 20, (path, attributes) -> path.toString().endsWith("Test.class"))) {
                files.map(file -> classes.relativize(file).toString())
                        .filter(name -> !name.contains("$"))
                        .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
                        .filter(name -> !reported.contains(module.getFileName() + ":" + name))
                        .filter(name -> !allowed.contains(name))
                        .sorted()
                        .forEach(name -> missing.add(module.getFileName() + ": " + name));
            }
        }
        return missing;
    }

    /** Those with tests, but for the samples, which kguard itself runs, and benchmarks. */
    private static List<Path> modules() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("").toAbsolutePath())) {
            return folders.filter(folder -> Files.isDirectory(folder.resolve("target/test-classes")))
                    .filter(folder -> !folder.endsWith("sample-rules") && !folder.endsWith("benchmarks"))
                    .sorted()
                    .toList();
        }
    }

    private void add(Path report) throws Exception {
        if (report.getName(2).toString().equals("surefire-reports")) { // another pass has only some of a class's tests
            reported.add(report.getName(0) + ":" + report.getFileName().toString().replaceAll("^TEST-|\\.xml$", ""));
        }
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        Document document = factory.newDocumentBuilder().parse(new File(report.toString()));
        NodeList cases = document.getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            add((Element) cases.item(i), report.getName(2).toString());
        }
    }

    /** What was thrown, as far as a reader of a long log needs it. */
    private static String cause(Element thrown) {
        return thrown.getTextContent().strip().lines().limit(CAUSE_LINES).collect(Collectors.joining("\n  ", "\n  ", ""));
    }

    /** JUnit's annotations give a message, failed assumptions only the text of an exception. */
    private static String reason(Element skipped) {
        String message = skipped.getAttribute("message");
        if (!message.isEmpty()) {
            return message;
        }
        String thrown = skipped.getTextContent().strip().lines().findFirst().orElse("no reason is given");
        return thrown.replaceFirst("^[\\w.]+: ", "");
    }

    private void add(Element test, String pass) {
        String name = test.getAttribute("classname") + "#" + test.getAttribute("name");
        NodeList skipped = test.getElementsByTagName("skipped");
        List<Element> thrown = Stream.of("failure", "error")
                .map(kind -> (Element) test.getElementsByTagName(kind).item(0))
                .filter(Objects::nonNull)
                .toList();
        if (!thrown.isEmpty()) {
            failures.add(name + " (" + pass + ")" + cause(thrown.get(0)));
        } else if (skipped.getLength() > 0) {
            skips.add(name + ": " + reason((Element) skipped.item(0)));
            if (allowed.stream().noneMatch(pattern -> matches(name, pattern))) {
                unexpectedSkips.add(name);
            }
        } else {
            passed++;
        }
    }

    private static boolean matches(String name, String pattern) {
        return pattern.endsWith("*")
                ? name.startsWith(pattern.substring(0, pattern.length() - 1))
                : name.equals(pattern);
    }

    private boolean print(String allowedFiles) throws IOException {
        List<String> missing = missing();
        System.out.println();
        print("failed", failures);
        print("skipped", skips);
        print("skipped, though " + allowedFiles + " does not name it", unexpectedSkips);
        print("not run", missing);
        if (passed == 0) {
            System.out.println("no test passed: the build broke before the tests, or no test report was written");
        }
        System.out.printf("%d passed, %d failed, %d skipped%n", passed, failures.size(), skips.size());
        return passed > 0 && failures.isEmpty() && unexpectedSkips.isEmpty() && missing.isEmpty();
    }

    private static void print(String title, List<String> names) {
        for (String name : names) {
            System.out.println(title + ": " + name);
        }
    }
}
