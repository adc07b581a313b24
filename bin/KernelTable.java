// SPDX-License-Identifier: Apache-2.0
import io.kguard.event.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The table of bin/kernels: a line for each kernel. Ends with 1 if a kernel that can run the sensor fails something.
 *
 * <p>usage: KernelTable ARCH RESULTS-OF-THIS-MACHINE RUN... | KernelTable --write PAGE TABLE
 */
final class KernelTable {
    private static final String BEGIN = "<!-- made by bin/kernels: begin -->";
    private static final String END = "<!-- made by bin/kernels: end -->";

    private KernelTable() {}

    public static void main(String[] args) throws IOException {
        if (args[0].equals("--write")) {
            write(Path.of(args[1]), Files.readAllLines(Path.of(args[2])));
            return;
        }
        boolean good = true;
        System.out.println("| Linux | processor | doctor | sensor's tests | sample suite | alerts as on this machine | guest's clock |");
        System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
        for (String run : List.of(args).subList(2, args.length)) {
            Row row = Row.of(Path.of(run), Path.of(args[1]));
            System.out.println("| " + String.join(" | ", row.release, args[0], row.doctor, row.tests, row.suite, row.alerts, row.time) + " |");
            row.notes.forEach(System.err::println);
            good &= row.good;
        }
        System.exit(good ? 0 : 1);
    }

    /** What stands between the two marks of a page is replaced, but for the rows of other kernels and processors. */
    private static void write(Path page, List<String> table) throws IOException {
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(page + " has no place for the table: " + BEGIN);
        }
        Set<String> tried = table.stream().map(KernelTable::kernel).collect(Collectors.toSet());
        Stream<String> others = text.substring(begin, end)
                .lines()
                .filter(line -> line.startsWith("| ") && !tried.contains(kernel(line)));
        String rows = Stream.concat(table.stream().limit(2), Stream.concat(table.stream().skip(2), others)
                        .sorted(Comparator.comparing(KernelTable::kernel)))
                .collect(Collectors.joining("\n"));
        Files.writeString(page, text.substring(0, begin) + BEGIN + "\n\n" + rows + "\n\n" + text.substring(end));
    }

    /** The processor and the version without its last part, so that they sort: {@code x86_64 00006.00012}. */
    private static String kernel(String row) {
        String[] cells = row.split(" \\| ", 3);
        String version = Stream.of(cells[0].replace("| ", "").split("[.-]"))
                .limit(2)
                .map(part -> part.matches("\\d+") ? String.format("%05d", Integer.parseInt(part)) : part)
                .collect(Collectors.joining("."));
        return cells[1] + " " + version;
    }

    private record Row(
            String release, String doctor, String tests, String suite, String alerts, String time, boolean good, List<String> notes) {
        static Row of(Path run, Path own) throws IOException {
            String time = guestSeconds(text(run.resolve("times")));
            if (!Files.exists(run.resolve("release"))) {
                return new Row(run.getFileName().toString(), "did not boot", "-", "-", "-", time, false, List.of());
            }
            String doctor = text(run.resolve("doctor"));
            boolean healthy = text(run.resolve("doctor.status")).equals("0") && played(doctor);
            boolean tooOld = doctor.contains("[NO ] Linux kernel");
            String tests = text(run.resolve("tests")).lines().reduce((first, last) -> last).orElse("none ran");
            boolean tested = text(run.resolve("tests.status")).equals("0");
            List<String> notes = new ArrayList<>();
            String suite = "not run";
            String alerts = "not run";
            boolean same = true;
            if (Files.exists(run.resolve("results.json")) && Files.exists(own)) {
                JsonValue results = JsonValue.parse(text(run.resolve("results.json")));
                Map<String, List<String>> here = alerts(JsonValue.parse(text(own)));
                Map<String, List<String>> there = alerts(results);
                suite = count(results, "passed") + " passed, " + count(results, "failed") + " failed, " + count(results, "error")
                        + " errors";
                same = results.get("verdict").text().equals("passed") && here.equals(there);
                long equal = here.entrySet().stream()
                        .filter(check -> check.getValue().equals(there.get(check.getKey())))
                        .count();
                alerts = equal + " of " + here.size() + " checks";
                here.forEach((check, messages) -> {
                    if (!messages.equals(there.get(check))) {
                        notes.add(run.getFileName() + ": " + check + "\n  here:  " + messages + "\n  there: " + there.get(check));
                    }
                });
            } else if (Files.exists(run.resolve("verify.status"))) {
                suite = text(run.resolve("verify")).lines().reduce((first, last) -> last).orElse("nothing");
                same = false;
            }
            return new Row(
                    text(run.resolve("release")),
                    healthy ? "yes" : tooOld ? "no: " + reason(doctor) : "no",
                    tooOld ? "-" : tests,
                    tooOld ? "-" : suite,
                    tooOld ? "-" : alerts,
                    time,
                    tooOld || (healthy && tested && same),
                    tooOld ? List.of() : notes);
        }

        /** Doctor's yes to all that it can look up is none of this. */
        private static boolean played(String doctor) {
            return Stream.of("[yes] the sensor ", "[yes] a scenario ").allMatch(doctor::contains);
        }

        /** How far the guest's clock went. It counts instructions, so it does not depend on what else the machine does. */
        private static String guestSeconds(String times) {
            Matcher last = Pattern.compile("(\\d+)\\.\\d+(?!.*\\d\\.\\d)", Pattern.DOTALL).matcher(times);
            return last.find() ? last.group(1) + " s" : "-";
        }

        private static String reason(String doctor) {
            return doctor.lines()
                    .filter(line -> line.startsWith("[NO ] Linux kernel"))
                    .map(line -> line.replaceFirst(".*: ", ""))
                    .findFirst()
                    .orElse("");
        }

        /** Ids and times, folders of kguard, addresses of pods, which are theirs in turn, and the ports that they connect from. */
        private static final Pattern OF_EACH_RUN = Pattern.compile(String.join(
                "|",
                "\\b[0-9a-f]{64}\\b",
                "\\b(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-)?[0-9a-f]{12}\\b",
                "(?<=\\bpid=|\\blport=|_ts=|_ctime=|_mtime=|_start=|-jail )\\d+",
                "(?<=kube-api-access-)\\w{5}\\b",
                "(?<=/)[0-9a-f]{8}(?=:/dev/termination-log:)",
                "/(?:run|var/lib|var/cache)/kguard/\\S+",
                "/sys/fs/cgroup/\\S+",
                "\\b10\\.244\\.\\d+\\.\\d+(?::\\d+(?=->))?+"));

        /** The messages of each check, without what differs between two runs on one machine. */
        private static Map<String, List<String>> alerts(JsonValue results) {
            Map<String, List<String>> all = new TreeMap<>();
            for (JsonValue check : elements(results.get("checks"))) {
                List<String> messages = all.computeIfAbsent(
                        check.get("scenario").text() + ", " + check.get("rule").text(), key -> new ArrayList<>());
                for (JsonValue alert : elements(check.get("alerts"))) {
                    messages.add(OF_EACH_RUN.matcher(alert.get("message").text()).replaceAll("ID"));
                }
            }
            return all;
        }

        private static List<JsonValue> elements(JsonValue array) {
            return IntStream.range(0, array.size()).mapToObj(array::element).toList();
        }

        private static String count(JsonValue results, String what) {
            return results.get("summary", what).text();
        }

        private static String text(Path file) throws IOException {
            return Files.exists(file) ? Files.readString(file).strip() : "";
        }
    }
}
