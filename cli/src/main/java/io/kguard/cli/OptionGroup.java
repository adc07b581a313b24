// SPDX-License-Identifier: Apache-2.0
package io.kguard.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
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
            new OptionGroup("How rules are loaded and judged", Set.of("""
                            --sources --reactions --plugins --audit-policy --matching --enable --allow-unloaded
                            --catalogue --baseline --rows --hosts --only-files --import --yaml --schema
                            --image""".split("\\s+", -1))),
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

    /** The options of a command that are in no group, each in a sentence, and how many more there are. To be shown, and not to parse with. */
    static CommandSpec common(CommandSpec command) {
        CommandSpec shown = shown(
                command,
                option -> OptionSpec.builder(alone(option))
                        .description(Commands.firstSentence(String.join(" ", option.description())))
                        .build());
        long more = command.options().stream()
                .filter(option -> !option.hidden() && of(option).isPresent())
                .count();
        if (more > 0) {
            List<String> footer = new ArrayList<>(
                    List.of("", "Options not shown: " + more + ". All: " + command.name() + " --help all"));
            footer.addAll(List.of(command.usageMessage().footer()));
            shown.usageMessage().footer(footer.toArray(String[]::new));
        }
        return shown;
    }

    /** The command with all its options, in groups. To be shown, and not to parse with. */
    static CommandSpec grouped(CommandSpec command) {
        CommandSpec shown = shown(command, OptionGroup::alone);
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

    private static CommandSpec shown(CommandSpec command, UnaryOperator<OptionSpec> form) {
        CommandSpec shown = CommandSpec.create().name(command.name()).usageMessage(command.usageMessage());
        command.positionalParameters().forEach(shown::addPositional);
        command.options().stream()
                .filter(option -> of(option).isEmpty())
                .forEach(option -> shown.addOption(form.apply(option)));
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
