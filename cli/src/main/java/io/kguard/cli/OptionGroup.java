// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options of a command that people look for together, in the order of a help text. What is in no other group is what a
 * first run needs.
 */
enum OptionGroup {
    EVERY_DAY("", Set.of()),
    QUALITY(
            "How good the rules and their tests are",
            Set.of(
                    "--evasion",
                    "--metadata",
                    "--noise",
                    "--max-noise",
                    "--cost",
                    "--mutation",
                    "--repeat",
                    "--min-rule-coverage",
                    "--min-clause-coverage",
                    "--fail-on-untested-rule",
                    "--min-checks",
                    "--mutation-threshold",
                    "--max-surviving")),
    BESIDE(
            "Beside a Falco of this machine",
            Set.of("--beside", "--falco-binary", "--falco-plugin", "--falco-image", "--beside-deviations")),
    BIG_RUNS(
            "Machines and big runs",
            Set.of(
                    "--annotations",
                    "--shard",
                    "--shard-times",
                    "--vm",
                    "--vm-memory",
                    "--vm-timeout",
                    "--parallel",
                    "--runtime",
                    "--runc",
                    "--allow",
                    "--privileged",
                    "--ring-bytes"));

    private final String title;
    final Set<String> names;

    OptionGroup(String title, Set<String> names) {
        this.title = title;
        this.names = names;
    }

    /** The command with its options in groups, if they fill more than one. To be shown, and not to parse with. */
    static CommandSpec grouped(CommandSpec command) {
        CommandSpec shown = CommandSpec.create().name(command.name()).usageMessage(command.usageMessage());
        command.positionalParameters().forEach(shown::addPositional);
        List<OptionSpec> options = new ArrayList<>();
        command.options().forEach(option -> options.add(alone(option)));
        Map<OptionGroup, List<OptionSpec>> groups = options.stream().collect(Collectors.groupingBy(OptionGroup::of));
        groups.getOrDefault(EVERY_DAY, List.of()).forEach(shown::addOption);
        Stream.of(QUALITY, BESIDE, BIG_RUNS).filter(groups::containsKey).forEach(group -> {
            ArgGroupSpec.Builder of = ArgGroupSpec.builder()
                    .validate(false)
                    .heading("%n" + group.title + "%n")
                    .order(group.ordinal());
            groups.getOrDefault(group, List.of()).forEach(of::addArg);
            shown.addArgGroup(of.build());
        });
        return shown;
    }

    /** What may have a value is usually given alone. */
    private static OptionSpec alone(OptionSpec option) {
        return option.hideParamSyntax() ? OptionSpec.builder(option).arity("0").build() : option;
    }

    private static OptionGroup of(OptionSpec option) {
        return Stream.of(values())
                .filter(group -> group.names.contains(option.longestName()))
                .findFirst()
                .orElse(EVERY_DAY);
    }
}
