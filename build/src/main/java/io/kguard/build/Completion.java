// SPDX-License-Identifier: Apache-2.0
package io.kguard.build;

import io.kguard.cli.Launcher;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.report.Tactics;
import io.kguard.internal.tool.explain.Explain;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What a tab completes in bash, zsh and fish: commands, options, and values. Ids of scenarios are those that {@code kguard scenarios}
 * lists, rules those of {@code src/kguard/rules}, and names to explain those that need no rule file.
 */
final class Completion {
    private static final String FILES = "<files>";
    private static final String SCENARIOS = "<scenarios>";
    private static final String RULES = "<rules>";

    /** Values of options. What none of them names takes anything. */
    private static final Map<String, List<String>> VALUES = values();

    /** Where ids and names come from. In single quotes of a shell, and without such. */
    private static final String LIST_SCENARIOS =
            "kguard scenarios 2>/dev/null | sed -n \"s/^  \\([a-z0-9][a-z0-9-]*\\): .*/\\1/p\"";

    private static final String LIST_RULES =
            "cat src/kguard/rules/*.y*ml 2>/dev/null | sed -n \"s/^ *- rule: *//p\" | tr -d \\\"";

    /**
     * A command.
     *
     * @param name its words, such as {@code verify} or {@code new rule}
     * @param options its options, with what they mean
     * @param argument what its arguments are: files, ids, or nothing that is known
     */
    private record Completed(String name, String summary, Map<String, String> options, String argument) {}

    private final List<Completed> commands = new ArrayList<>();
    private final Map<String, String> ofOptions = new TreeMap<>();

    private Completion(CommandLine all) {
        all.getSubcommands().forEach((name, command) -> add(name, command));
    }

    /** The completion of all commands. */
    static Completion ofAll() {
        return new Completion(Launcher.commands());
    }

    private static Map<String, List<String>> values() {
        List<String> versions = Stream.concat(
                        // the newest has a word behind it
                        Arrays.stream(FalcoVersion.values())
                                .map(version -> version.toString().split(" ", 2)[0]),
                        Stream.of("current"))
                .toList();
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (String option : List.of("--falco", "--from", "--to")) {
            values.put(option, versions);
        }
        values.put("--tactic", Tactics.ALL);
        values.put("--runtime", List.of("runc", "docker"));
        values.put("--matching", List.of("first", "all"));
        values.put("--enable", List.of("all"));
        values.put("--rows", List.of("failed", "all"));
        values.put("--catalogue", List.of("on", "off"));
        values.put("--annotations", List.of("auto", "github", "azure", "off"));
        values.put("--axes", List.of("kernel", "runtime", "falco"));
        values.put("--beside", List.of("falco", "live"));
        values.put("--privileged", List.of("host"));
        values.put("--scenario", List.of(SCENARIOS));
        values.put("--like", List.of(SCENARIOS));
        values.put("--only", List.of(SCENARIOS));
        values.put("--rule", List.of(RULES));
        return values;
    }

    private void add(String name, CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        Map<String, String> options = new LinkedHashMap<>();
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                options.put(option.longestName(), summary(option.description()));
                value(option);
            }
        }
        commands.add(new Completed(name, summary(spec.usageMessage().description()), options, argument(spec)));
        command.getSubcommands().forEach((kind, of) -> add(name + " " + kind, of));
    }

    private void value(OptionSpec option) {
        if (option.arity().min() == 0) {
            return;
        }
        List<String> known = VALUES.getOrDefault(option.longestName(), List.of());
        ofOptions.put(option.longestName(), known.isEmpty() ? isFile(option) ? FILES : "" : String.join(" ", known));
    }

    private static String argument(CommandSpec spec) {
        if (spec.name().equals("kguard explain")) {
            return String.join(" ", Explain.names());
        }
        return spec.positionalParameters().stream()
                .findFirst()
                .map(argument -> switch (argument.paramLabel()) {
                    case "SCENARIO" -> SCENARIOS;
                    case "RULE" -> RULES;
                    default -> isFile(argument) ? FILES : "";
                })
                .orElse("");
    }

    private static boolean isFile(ArgSpec argument) {
        return Arrays.asList(argument.auxiliaryTypes()).contains(File.class);
    }

    /** The first sentence. */
    private static String summary(String... description) {
        return description.length == 0 ? "" : description[0].replace("%%", "%").split("(?<=\\.) ", 2)[0];
    }

    private List<Completed> first() {
        return commands.stream()
                .filter(command -> command.name().indexOf(' ') < 0)
                .toList();
    }

    private List<Completed> kinds() {
        return commands.stream()
                .filter(command -> command.name().indexOf(' ') >= 0)
                .toList();
    }

    private static String words(Stream<String> words) {
        return words.collect(Collectors.joining(" "));
    }

    /** The names of options that take these values, for a pattern of {@code case}. */
    private Map<String, String> byValues() {
        Map<String, String> options = new LinkedHashMap<>();
        ofOptions.forEach((option, values) -> options.merge(values, option, (some, one) -> some + "|" + one));
        return options;
    }

    /** For bash. */
    String bash() {
        return shell("""
                # bash completion of kguard. Made by its build.
                _kguard() {
                    local cur=${COMP_WORDS[COMP_CWORD]} option=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} kind= values=
                    # bash takes = for a word of its own
                    if [ "$cur" = = ]; then
                        cur=
                    elif [ "$option" = = ]; then
                        option=${COMP_WORDS[COMP_CWORD-2]}
                    fi
                    if [ "$COMP_CWORD" = 1 ]; then
                        values='%s --help --version'
                    else
                        _kguard_values "$command" "${COMP_WORDS[2]}" "$option" "$cur"
                    fi
                    local IFS=$'\\n' found
                    case $kind in
                        files) compopt -o filenames; COMPREPLY=($(compgen -f -- "$cur")); return ;;
                        scenarios) found=$(eval '%s') ;;
                        rules) found=$(eval '%s') ;;
                        *) found=$(printf '%%s\\n' ${values// /$'\\n'}) ;;
                    esac
                    COMPREPLY=()
                    for values in $found; do
                        if [[ $values == "$cur"* ]]; then
                            COMPREPLY+=("$(printf '%%q' "$values")")
                        fi
                    done
                }
                complete -F _kguard kguard
                """);
    }

    /** For zsh. */
    String zsh() {
        return shell("""
                #compdef kguard
                # zsh completion of kguard. Made by its build.
                _kguard() {
                    local cur=${words[CURRENT]} option=${words[CURRENT-1]} command=${words[2]} kind= values=
                    # the value of --option=value
                    if [[ $cur == --*=* ]]; then
                        option=${cur%%%%=*}
                        cur=${cur#*=}
                        compset -P '*='
                    fi
                    if (( CURRENT == 2 )); then
                        values='%s --help --version'
                    else
                        _kguard_values "$command" "${words[3]}" "$option" "$cur"
                    fi
                    case $kind in
                        files) _files ;;
                        scenarios) compadd -- ${(f)"$(eval '%s')"} ;;
                        rules) compadd -- ${(f)"$(eval '%s')"} ;;
                        *) compadd -- ${(s: :)values} ;;
                    esac
                }
                if [[ ${zsh_eval_context[-1]} == loadautofunc ]]; then
                    _kguard "$@"
                else
                    compdef _kguard kguard
                fi
                """);
    }

    /** The function that both shells share, and what is their own. */
    private String shell(String own) {
        StringBuilder text = new StringBuilder();
        String script = String.format(
                Locale.ROOT, own, words(first().stream().map(Completed::name)), LIST_SCENARIOS, LIST_RULES);
        int head = script.indexOf("_kguard() {");
        text.append(script, 0, head);
        text.append("# _kguard_values COMMAND KIND OPTION WORD: sets values, or the kind of them\n");
        text.append("_kguard_values() {\n    case $3 in\n");
        byValues()
                .forEach((values, options) -> text.append("        ")
                        .append(options)
                        .append(") ")
                        .append(assigned(values))
                        .append("; return ;;\n"));
        text.append("    esac\n    case $4 in\n        -*)\n            case \"$1 $2\" in\n");
        kinds().forEach(command -> text.append("                '")
                .append(command.name())
                .append("') values='")
                .append(words(command.options().keySet().stream()))
                .append("' ;;\n"));
        first().forEach(command -> text.append("                ")
                .append(command.name())
                .append("\\ *) values='")
                .append(words(command.options().keySet().stream()))
                .append("' ;;\n"));
        text.append("            esac ;;\n        *)\n            case $1 in\n");
        first().stream()
                .filter(command -> !argument(command).isEmpty())
                .forEach(command -> text.append("                ")
                        .append(command.name())
                        .append(") ")
                        .append(assigned(argument(command)))
                        .append(" ;;\n"));
        return text.append("            esac ;;\n    esac\n}\n")
                .append(script.substring(head))
                .toString();
    }

    /** What the arguments of a command are; its kinds if it has some. */
    private String argument(Completed command) {
        String kinds = words(kinds().stream()
                .filter(kind -> kind.name().startsWith(command.name() + " "))
                .map(kind -> kind.name().substring(command.name().length() + 1)));
        return kinds.isEmpty() ? command.argument() : kinds;
    }

    private static String assigned(String values) {
        return switch (values) {
            case FILES, SCENARIOS, RULES -> "kind=" + values.substring(1, values.length() - 1);
            default -> "values='" + values + "'";
        };
    }

    /** For fish. */
    String fish() {
        StringBuilder text =
                new StringBuilder("# fish completion of kguard. Made by its build.\ncomplete -c kguard -f\n");
        for (Completed command : first()) {
            text.append("complete -c kguard -n __fish_use_subcommand -a ")
                    .append(command.name())
                    .append(" -d ")
                    .append(quoted(command.summary()))
                    .append('\n');
            String here = " -n '__fish_seen_subcommand_from " + command.name() + "'";
            command.options().forEach((option, meaning) -> {
                String values = ofOptions.get(option);
                text.append("complete -c kguard")
                        .append(here)
                        .append(" -l ")
                        .append(option.substring(2))
                        .append(values == null ? "" : values.equals(FILES) ? " -r -F" : " -x" + listed(values))
                        .append(" -d ")
                        .append(quoted(meaning))
                        .append('\n');
            });
            String argument = argument(command);
            if (!argument.isEmpty()) {
                text.append("complete -c kguard")
                        .append(here)
                        .append(argument.equals(FILES) ? " -F" : listed(argument))
                        .append('\n');
            }
        }
        return text.toString();
    }

    private static String listed(String values) {
        return switch (values) {
            case "" -> "";
            case SCENARIOS -> " -a '(" + LIST_SCENARIOS + ")'";
            case RULES -> " -a '(" + LIST_RULES + ")'";
            default -> " -a '" + values + "'";
        };
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
