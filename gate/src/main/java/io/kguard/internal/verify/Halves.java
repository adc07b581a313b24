// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.verify;

import io.kguard.event.JsonValue;
import io.kguard.internal.file.FileToRead;
import io.kguard.internal.message.Wording;
import io.kguard.internal.record.RecordJson;
import io.kguard.internal.report.CheckEntry;
import io.kguard.internal.report.OmittedCheck;
import io.kguard.internal.report.Run;
import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.shard.Digest;
import io.kguard.internal.shard.Shard;
import io.kguard.internal.shard.ShardHead;
import io.kguard.internal.shard.Work;
import io.kguard.output.FalcoConfig;
import io.kguard.scenario.Expectation;
import io.kguard.scenario.Scenario;
import io.kguard.verdict.CheckResult;
import io.kguard.verdict.EventOrigin;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs of live checks alone, and of the others. Each carries in its {@code results.json} what is needed to make one run of both: the
 * same as the file of a shard has.
 */
final class Halves {
    private static final int MOST_BYTES = 1 << 28;
    private static final String MEMBER = "half";

    private Halves() {}

    /**
     * What a run carries.
     *
     * @param result all its checks, before known failures are told apart
     * @return the text for its report; empty if it makes all checks
     */
    static String packed(VerifyOptions options, SuitePlan plan, SuiteResult result) throws IOException {
        if (!options.live().isHalf()) {
            return "";
        }
        Measurements none =
                new Measurements(new CoverageReport(List.of()), Map.of(), RepeatReport.of(options.repeat(), result));
        Run run = RunModel.of(result, plan, none);
        Shard part = new Shard(options.live() == Live.OFF ? 1 : 2, 2);
        ShardHead head = VerifyShard.head(
                options.with(List.of()).with(new Sharding(part, null)),
                Work.VERIFY,
                run.environment(),
                digest(options, plan),
                run.problem());
        VerifyShard shard = new VerifyShard(
                head,
                run,
                new VerifyShard.WholePlan(List.of(), Map.of(), plan.omitted()),
                Map.of(),
                result.repeated(),
                options.repeat());
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(RecordJson.write(shard));
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
    }

    /** A digest of what both runs have: the rules, the choice, the settings, and the project's own scenarios with what they read. */
    private static String digest(VerifyOptions options, SuitePlan plan) throws IOException {
        FalcoConfig config = options.config();
        Digest digest = new Digest()
                .add(RuleChanges.fingerprint(plan.rules()))
                .add(plan.chosen().why())
                .add(config == null ? "" : config.settings());
        for (Path file : options.files().ofClusters()) {
            digest.add(file);
        }
        FileContents contents = new FileContents(name -> !Reports.isReport(name));
        plan.catalogue().scenarios().stream()
                .filter(scenario -> !plan.catalogue().isOfJar(scenario))
                .sorted(Comparator.comparing(Scenario::id))
                .forEach(scenario -> digest.add(scenario.id())
                        .add(scenario.expectations().toString())
                        .add(contents.of(ScenarioFiles.of(scenario, options))));
        return digest.hex();
    }

    /**
     * The reports among some places. A folder stands for the report in it, unless it has shards.
     *
     * @return empty if these are shards
     * @throws IllegalArgumentException if some are and some are not
     * @throws IOException if one can't be read
     */
    static List<Path> among(Collection<Path> places) throws IOException {
        List<Path> reports = new ArrayList<>();
        for (Path place : places) {
            Path file = Files.isDirectory(place) && Shard.in(place, Work.VERIFY).isEmpty()
                    ? place.resolve("results.json")
                    : place;
            if (Files.isRegularFile(file)
                    && !String.valueOf(file.getFileName()).startsWith("shard-")
                    && isReport(file)) {
                reports.add(file);
            }
        }
        if (!reports.isEmpty() && reports.size() < places.size()) {
            throw new IllegalArgumentException("Some of these are reports and some are shards. Merge either those that "
                    + Wording.option("live") + " made, or those that " + Wording.option("shard") + " made.");
        }
        return reports;
    }

    /** What is no JSON is left to the reader of shards, which says what is wrong. */
    private static boolean isReport(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(FileToRead.of(file))) {
            return in.read() == '{' && member(file, "summary") != null;
        }
    }

    private static @Nullable JsonValue member(Path file, String name) throws IOException {
        try {
            return RecordJson.parse(FileToRead.bytes(file)).get(name);
        } catch (IllegalArgumentException e) {
            throw new IOException(file + " is no report: " + e.getMessage(), e);
        }
    }

    /**
     * Reads the halves of a run.
     *
     * @throws IllegalArgumentException if one is of other rules, of another suite or of a whole run
     * @throws IOException if one can't be read
     */
    static List<VerifyShard> read(List<Path> reports) throws IOException {
        Map<Path, VerifyShard> read = new LinkedHashMap<>();
        for (Path report : reports) {
            read.put(report, half(report));
        }
        if (read.size() < 2) {
            throw new IllegalArgumentException("There is one report to merge, " + reports.get(0) + ": name those of "
                    + Wording.given("live") + "=off and of " + Wording.given("live") + "=only.");
        }
        requireSame(
                read,
                "was made by another version of kguard than",
                head -> head.platform().kguard());
        requireSame(read, "follows another Falco than", head -> head.platform().falco());
        requireSame(read, "is of another rule set than", ShardHead::rules);
        requireSame(
                read,
                "is of another suite: its scenarios, what they read, its settings or its choice of checks are not those of",
                ShardHead::plan);
        return List.copyOf(read.values());
    }

    private static VerifyShard half(Path report) throws IOException {
        JsonValue packed = member(report, MEMBER);
        if (packed == null) {
            throw new IllegalArgumentException(report + " is not of a run with " + Wording.given("live") + "=off or "
                    + Wording.given("live") + "=only, so nothing can be added to it.");
        }
        try (GZIPInputStream zip =
                new GZIPInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(packed.text())))) {
            byte[] json = zip.readNBytes(MOST_BYTES);
            if (zip.read() >= 0) {
                throw new IOException("it has more than " + MOST_BYTES + " bytes");
            }
            return RecordJson.read(json, VerifyShard.class);
        } catch (IllegalArgumentException | IOException e) {
            throw new IOException(
                    report + " is no report of this version of kguard, or is damaged: " + e.getMessage()
                            + ". Make it again with the version that merges it.",
                    e);
        }
    }

    private static void requireSame(Map<Path, VerifyShard> halves, String differs, Function<ShardHead, String> part) {
        Map.Entry<Path, VerifyShard> first = halves.entrySet().iterator().next();
        halves.forEach((file, half) -> {
            if (!part.apply(half.head()).equals(part.apply(first.getValue().head()))) {
                throw new IllegalArgumentException(file + " " + differs + " " + first.getKey() + ".");
            }
        });
    }

    /** The run that they are together. A check that none of them made stands as not run. */
    static MergedRun merged(List<VerifyShard> halves) {
        Map<Object, CheckEntry> made = new LinkedHashMap<>();
        List<String> problems = new ArrayList<>();
        for (VerifyShard half : halves) {
            half.run().checks().forEach(check -> made.merge(Planned.key(check.result()), check, Halves::decisive));
            if (!half.run().problem().isEmpty()) {
                problems.add(half.run().problem());
            }
        }
        List<VerifyShard> shown = halves.stream()
                .map(half -> withOmitted(half, halves, made.values()))
                .toList();
        List<CheckEntry> checks = new ArrayList<>(made.values());
        Set<List<String>> known = known(halves, made.values());
        halves.stream()
                .flatMap(half -> half.whole().omitted().otherHalf().stream())
                .filter(check -> known.add(key(check)))
                .map(Halves::notRun)
                .forEach(checks::add);
        return new MergedRun(shown, checks, String.join("\n", problems));
    }

    /** Of two results of a check the worse one, but one that was not made says nothing. */
    private static CheckEntry decisive(CheckEntry one, CheckEntry other) {
        if (one.notRun() || other.notRun()) {
            return one.notRun() ? other : one;
        }
        return other.result().severity() > one.result().severity() ? other : one;
    }

    /** What is made, or what no run can make. */
    private static Set<List<String>> known(List<VerifyShard> halves, Collection<CheckEntry> made) {
        Set<List<String>> known = new HashSet<>();
        made.forEach(check -> known.add(key(check.result())));
        halves.stream()
                .flatMap(half -> half.whole().omitted().dropped().stream())
                .forEach(check -> known.add(key(check)));
        return known;
    }

    private static VerifyShard withOmitted(VerifyShard half, List<VerifyShard> all, Collection<CheckEntry> made) {
        Set<List<String>> checked = new HashSet<>();
        made.forEach(check -> checked.add(key(check.result())));
        Run run = half.run();
        OmittedChecks omitted = half.whole().omitted();
        OmittedChecks left = new OmittedChecks(
                remaining(omitted.dropped(), checked),
                remaining(omitted.leftOut(), checked),
                omitted.partial(),
                omitted.note(),
                all.stream().anyMatch(one -> one.whole().omitted().mayBeAll().isEmpty()) ? "" : omitted.mayBeAll());
        return new VerifyShard(
                half.head(),
                new Run(
                        run.environment(),
                        run.took(),
                        run.caveats(),
                        run.rules(),
                        run.checks(),
                        Stream.concat(left.dropped().stream(), left.leftOut().stream())
                                .toList(),
                        run.tables()),
                new VerifyShard.WholePlan(List.of(), Map.of(), left),
                half.found(),
                half.repeated(),
                half.times());
    }

    private static List<OmittedCheck> remaining(List<OmittedCheck> omitted, Set<List<String>> checked) {
        return omitted.stream()
                .filter(check -> check.kind() != OmittedCheck.Kind.OTHER_HALF && !checked.contains(key(check)))
                .toList();
    }

    private static List<String> key(OmittedCheck check) {
        return List.of(check.scenario(), check.rule(), check.expect());
    }

    /** A rule test has its values behind its name, and is planned without them. */
    private static List<String> key(CheckResult check) {
        String name = check.test().isEmpty() ? check.scenario() : check.test().split(" ", 2)[0];
        return List.of(name, check.rule(), check.expectation().outcome().toString());
    }

    private static CheckEntry notRun(OmittedCheck check) {
        Expectation silent = Expectation.silent(check.rule());
        Expectation expected = Stream.of(Expectation.fires(check.rule()), silent, silent.blind())
                .filter(one -> one.outcome().toString().equals(check.expect()))
                .findFirst()
                .orElse(silent);
        return CheckEntry.of(CheckResult.notRun(
                check.scenario(),
                EventOrigin.LIVE,
                expected,
                "No run made this check: each left it out (" + check.reason() + "). Merge a run of "
                        + Wording.given("live") + "=off with one of " + Wording.given("live") + "=only."));
    }
}
