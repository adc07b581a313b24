// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import io.kguard.internal.message.Wording;
import io.kguard.internal.option.Goal;
import io.kguard.internal.option.GoalParameter;
import io.kguard.internal.option.Settings;
import io.kguard.internal.result.SuiteResult;
import io.kguard.internal.sandbox.ContainerRuntime;
import io.kguard.internal.sandbox.SandboxOptions;
import io.kguard.internal.shard.Axis;
import io.kguard.internal.shard.Shard;
import io.kguard.internal.shard.Work;
import io.kguard.internal.tool.vm.Guest;
import io.kguard.internal.tool.vm.GuestCommand;
import io.kguard.internal.tool.vm.GuestFiles;
import io.kguard.internal.tool.vm.GuestKernel;
import io.kguard.internal.tool.vm.GuestMachine;
import io.kguard.internal.tool.vm.GuestPrograms;
import io.kguard.internal.tool.vm.Kernels;
import io.kguard.internal.verify.Merge;
import io.kguard.internal.verify.Sharding;
import io.kguard.internal.verify.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The goal {@code verify} in virtual machines, one for each kernel. In each the same program makes all checks, as the one part of a
 * run, or those of the part that the user names. What it hands back is the file of that part. Parts that are all are merged and judged
 * here, so that no report is made where attacks run.
 */
final class VmGoal {
    /** What is judged here, or says where. */
    private static final Set<String> NOT_FOR_GUESTS = Set.of("""
            vm vmMemory vmTimeout reports shard minRuleCoverage minClauseCoverage failOnUntestedRule minChecks
            annotations baseline rows""".split("\\s+", -1));

    /** Folders of a project that no check reads, and that may be large. */
    private static final List<String> NOT_COPIED = List.of(".git", "target");

    private static final List<String> NOT_COPIED_OF_JAVA = List.of("jmods", "src.zip");

    private final Settings settings;
    private final Workplace place;
    private final Workplace.OwnProgram program;
    private final Path reports;
    private final Sharding sharding;

    private VmGoal(Settings settings, Workplace place, Workplace.OwnProgram program) throws IOException {
        this.settings = settings;
        this.place = place;
        this.program = program;
        GoalInputs inputs = new GoalInputs(settings, place);
        this.sharding = inputs.sharding();
        this.reports = inputs.reports().toAbsolutePath().normalize();
    }

    static GoalAct.Task verify(Settings settings, Workplace place) throws IOException {
        Workplace.OwnProgram program = place.program()
                .orElseThrow(() -> new IllegalArgumentException(Wording.option("vm")
                        + " is for the program kguard, which has its own Java: kguard verify --vm. What a build of Maven needs is"
                        + " not in the virtual machine"));
        if (new GoalInputs(settings, place).simulator().sandbox().runtime() != ContainerRuntime.RUNC) {
            throw new IllegalArgumentException(
                    Wording.option("vm") + " has runc and no Docker: leave out " + Wording.given("runtime"));
        }
        return new VmGoal(settings, place, program).verify();
    }

    private GoalAct.Task verify() throws IOException {
        Guest.Limits limits =
                new Guest.Limits(settings.number("vmMemory"), Duration.ofMinutes(settings.number("vmTimeout")), 1);
        VerifyGoal.removeReports(settings, place);
        Merge merge = MergeGoal.merge(settings, place, Axis.of(List.of("kernel")));
        return () -> {
            GuestMachine machine = GuestMachine.ofThisMachine();
            Map<String, GuestKernel> kernels = kernels(machine);
            List<Path> parts = new ArrayList<>();
            List<Integer> statuses = new ArrayList<>();
            for (GuestKernel kernel : kernels.values()) {
                place.say("Linux " + kernel.release() + " in a virtual machine");
                Guest guest = new Guest(kernel, machine, limits, GuestPrograms.busybox(), "");
                Path folder = reports.resolve("vm").resolve(kernel.release());
                Path part = folder.resolve(shard().file(Work.VERIFY));
                Files.deleteIfExists(part);
                int status = guest.run(files(), command(folder), List.of(folder), line -> place.say("  " + line));
                if (!Files.exists(part)) {
                    return Ending.notJudged("kguard ended in the virtual machine with Linux " + kernel.release()
                            + " without a result; its lines above say why (exit status " + status + ")");
                }
                statuses.add(status);
                parts.add(part);
            }
            return sharding.isPart() ? part(parts, statuses) : whole(merge, parts, statuses);
        };
    }

    /** All checks were made, if there is no other part. */
    private Shard shard() {
        return sharding.isPart() ? sharding.part() : new Shard(1, 1);
    }

    /** What the parts say together. */
    private Ending whole(Merge merge, List<Path> parts, List<Integer> statuses) throws IOException {
        SuiteResult result = merge.run(parts);
        place.ruleTests().sayWhatIsNotRun();
        place.say("Report: " + reports.resolve("report.html"));
        Ending ending = VerifyGoal.ending(result, Verification.gate(result).orElse(""));
        return ending.kind() != Ending.Kind.NOT_JUDGED && statuses.stream().anyMatch(VmGoal::isDoubtful)
                ? doubtful()
                : ending;
    }

    /** A part says what it saw. It is judged with the others. */
    private Ending part(List<Path> parts, List<Integer> statuses) throws IOException {
        place.ruleTests().sayWhatIsNotRun();
        parts.forEach(part -> place.say("Shard: " + part));
        if (statuses.stream().anyMatch(VmGoal::isDoubtful)) {
            return doubtful();
        }
        return statuses.contains(Ending.Kind.FAILED.status())
                ? Ending.failed("kguard found rules that fail their checks in a virtual machine")
                : Ending.PASSED;
    }

    private static boolean isDoubtful(int status) {
        return status != Ending.Kind.PASSED.status() && status != Ending.Kind.FAILED.status();
    }

    private static Ending doubtful() {
        return Ending.notJudged("kguard could not judge every check in a virtual machine; its lines above say why");
    }

    /** The kernels, by their releases. */
    private Map<String, GuestKernel> kernels(GuestMachine machine) throws IOException, InterruptedException {
        Map<String, GuestKernel> kernels = new LinkedHashMap<>();
        for (String name : names(settings.text("vm"))) {
            GuestKernel kernel = Kernels.ofThisMachine(machine).find(name);
            if (kernels.put(kernel.release(), kernel) != null) {
                throw new IllegalArgumentException(
                        Wording.option("vm") + " has the kernel " + kernel.release() + " twice");
            }
        }
        return kernels;
    }

    private static List<String> names(String given) {
        if (given.equals("true")) {
            return List.of(Kernels.OWN);
        }
        return Files.exists(Path.of(given)) ? List.of(given) : List.of(given.split(",", -1));
    }

    /** What the user gave, and a guest needs. */
    private Stream<GoalParameter> forGuests() {
        return settings.goal().parameters().stream()
                .filter(parameter -> settings.isGiven(parameter.name()) && !NOT_FOR_GUESTS.contains(parameter.name()));
    }

    private GuestCommand command(Path folder) {
        List<String> words = new ArrayList<>(program.words());
        words.add(settings.goal().name());
        forGuests()
                .forEach(parameter ->
                        settings.names(parameter.name()).forEach(value -> words.add(parameter.option() + "=" + value)));
        for (GoalParameter parameter : Goal.OF_SIMULATIONS) {
            if (settings.isGiven(parameter.name())) {
                words.add(parameter.option() + "=" + settings.text(parameter.name()));
            }
        }
        words.add(Goal.SETTINGS.option() + "=off"); // what kguard.yaml has is among the words
        words.add("--reports=" + folder);
        // without a network card Netty would print a warning
        String options = System.getenv().getOrDefault("KGUARD_JAVA_OPTIONS", "")
                + " -Dio.netty.machineId=02:00:00:00:00:00:00:01";
        words.add("--shard=" + shard());
        return new GuestCommand(
                words, place.file(""), Map.of("LANG", "C.UTF-8", "KGUARD_JAVA_OPTIONS", options.strip()));
    }

    private GuestFiles files() throws IOException {
        GuestFiles files = new GuestFiles();
        SandboxOptions sandbox = new GoalInputs(settings, place).simulator().sandbox();
        GuestPrograms.addTo(files, sandbox.runc());
        for (Path file : program.files()) {
            files.with(file, file, path -> isCopied(file, path, NOT_COPIED_OF_JAVA));
        }
        Path project = place.file("").toAbsolutePath().normalize();
        boolean history = settings.isGiven("against");
        files.with(
                project,
                project,
                path -> !path.equals(reports)
                        && (isCopied(project, path, NOT_COPIED) || history && path.endsWith(".git")));
        if (history) {
            GuestPrograms.addGit(files);
        }
        forGuests().forEach(parameter -> {
            switch (parameter.type()) {
                case FILES -> settings.files(parameter.name()).forEach(files::with);
                case FILE -> settings.file(parameter.name()).ifPresent(files::with);
                case TEXT, NAMES, NUMBER, SWITCH, VALUE_OR_ALONE -> {}
            }
        });
        sandbox.setup().folders().granted().forEach(files::with);
        return files;
    }

    private static boolean isCopied(Path folder, Path path, List<String> left) {
        return !folder.equals(path.getParent()) || !left.contains(String.valueOf(path.getFileName()));
    }
}
