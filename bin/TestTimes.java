// SPDX-License-Identifier: Apache-2.0
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** How long the test classes of the last run took, of the reports that Surefire and the invoker left. */
final class TestTimes {
    private static final Pattern SUITE = Pattern.compile("<testsuite\\s[^>]*>");

    private record Row(double seconds, int tests, String module, String pass, String name) {}

    public static void main(String[] args) throws IOException {
        List<Row> rows;
        try (Stream<Path> files = Files.find(Path.of(""), 4, (path, attributes) -> path.toString()
                .matches("[^/]+/target/(surefire|invoker)-reports[^/]*/TEST-.*\\.xml"))) {
            rows = files.map(TestTimes::row)
                    .sorted(Comparator.comparingDouble(Row::seconds).reversed())
                    .toList();
        }
        if (rows.isEmpty()) {
            System.err.println("There are no reports of tests. Run bin/test first.");
            System.exit(2);
        }
        TreeMap<String, Double> modules = new TreeMap<>();
        rows.forEach(row -> modules.merge(row.module() + row.pass(), row.seconds(), Double::sum));
        System.out.printf("%8s  %s%n", "seconds", "module");
        modules.forEach((module, seconds) -> System.out.printf("%8.1f  %s%n", seconds, module));
        System.out.printf("%n%8s %6s  %s%n", "seconds", "tests", "class");
        rows.stream()
                .limit(Long.parseLong(args[0]))
                .forEach(row -> System.out.printf(
                        "%8.1f %6d  %s%s: %s%n", row.seconds(), row.tests(), row.module(), row.pass(), row.name()));
    }

    private static Row row(Path report) {
        try {
            Matcher suite = SUITE.matcher(Files.readString(report));
            if (!suite.find()) {
                throw new IOException(report + " is no report of tests");
            }
            return new Row(
                    Double.parseDouble(attribute(suite.group(), "time").replace(",", "")),
                    Integer.parseInt(attribute(suite.group(), "tests")),
                    report.getName(0).toString(),
                    report.getName(2).toString().replaceFirst("(surefire|invoker)-reports", ""),
                    attribute(suite.group(), "name"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static String attribute(String element, String name) {
        Matcher found = Pattern.compile("\\s" + name + "=\"([^\"]*)\"").matcher(element);
        return found.find() ? found.group(1) : "0";
    }
}
