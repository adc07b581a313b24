// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options of commands that people look for together.
 *
 * @param title what stands above them
 * @param names the options
 */
record OptionGroup(String title, Set<String> names) {
    /** In the order of a help text, in which the options of no group come first: they are what a first run needs. */
    static final List<OptionGroup> ALL = List.of(
            new OptionGroup("How good the rules and their tests are", Set.of("""
                            --evasion --metadata --noise --max-noise --cost --mutation --repeat --min-rule-coverage
                            --min-clause-coverage --fail-on-untested-rule --min-checks --mutation-threshold
                            --max-surviving""".split("\\s+", -1))),
            new OptionGroup(
                    "Beside a Falco of this machine",
                    Set.of("--beside", "--falco-binary", "--falco-plugin", "--falco-image", "--beside-deviations")),
            new OptionGroup("Machines and big runs", Set.of("""
                            --annotations --shard --shard-times --vm --vm-memory --vm-timeout --parallel --runtime
                            --runc --allow --privileged --ring-bytes""".split("\\s+", -1))));

    OptionGroup {
        names = Set.copyOf(names);
    }

    /** The command with its options in groups. To be shown, and not to parse with. */
    static CommandSpec grouped(CommandSpec command) {
        CommandSpec shown = CommandSpec.create().name(command.name()).usageMessage(command.usageMessage());
        command.positionalParameters().forEach(shown::addPositional);
        command.options().stream()
                .filter(option -> of(option).isEmpty())
                .forEach(option -> shown.addOption(alone(option)));
        for (int i = 0; i < ALL.size(); i++) {
            OptionGroup group = ALL.get(i);
            ArgGroupSpec.Builder section = ArgGroupSpec.builder()
                    .validate(false)
                    .heading("%n" + group.title + "%n")
                    .order(i);
            command.options().stream()
                    .filter(option -> !option.hidden())
                    .filter(option -> of(option).filter(group::equals).isPresent())
                    .forEach(option -> section.addArg(alone(option)));
            if (!section.args().isEmpty()) {
                shown.addArgGroup(section.build());
            }
        }
        return shown;
    }

    /** What may have a value is usually given alone. */
    private static OptionSpec alone(OptionSpec option) {
        return option.hideParamSyntax()
                ? OptionSpec.builder(option).arity("0").build()
                : OptionSpec.builder(option).build();
    }

    private static Optional<OptionGroup> of(OptionSpec option) {
        return ALL.stream()
                .filter(group -> group.names.contains(option.longestName()))
                .findFirst();
    }
}
