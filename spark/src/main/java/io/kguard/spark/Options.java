// SPDX-License-Identifier: Apache-2.0
package io.kguard.spark;

import io.kguard.engine.Matching;
import io.kguard.event.FalcoVersion;
import io.kguard.internal.message.Nearest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the user asked for.
 *
 * @param rules where the rules are; empty for those of the falco.yaml
 * @param against where the rules before the change are; empty if there is only one set
 * @param settings how rules are evaluated
 * @param config where a falco.yaml is; empty for none
 * @param hosts where names of addresses are; empty for none
 * @param reports the folder for the tables; empty for none
 * @param places where the files are that are judged
 */
record Options(
        List<String> rules,
        List<String> against,
        RuleSettings settings,
        Optional<String> config,
        Optional<String> hosts,
        Optional<String> reports,
        Map<Content, List<String>> places) {
    Options {
        rules = List.copyOf(rules);
        against = List.copyOf(against);
        places = Collections.unmodifiableMap(new EnumMap<>(places));
    }

    /** An option, in the words of kguard's commands. */
    enum Option {
        RULES(
                "FILE,...",
                "Rule files and directories, in the order in which they are loaded. Default: the rules_files of the falco.yaml."),
        AGAINST("FILE,...", "The rules before the change: says which alerts appear, vanish or say something else."),
        FALCO("TEXT", "The Falco whose behaviour kguard follows: 0.40 to 0.45, or current for the newest."),
        CONFIG(
                "FILE",
                "A falco.yaml, or values of Falco's Helm chart. It decides which rules are evaluated, how alerts become lines."
                        + " Its channels get nothing: alerts are in the tables."),
        HOSTS("FILE", "A file like /etc/hosts, for fields that are resolved names."),
        AUDIT(
                "FILE,...",
                "A Kubernetes audit log, one event per line. Rules of source k8s_audit are evaluated over it."
                        + " There may be many, as with captures."),
        LOG(
                "FILE,...",
                "A log of sources other than system calls: AWS CloudTrail, audit logs of Google Cloud or Kubernetes, Okta's system"
                        + " log, webhooks of GitHub, tool calls of coding agents. What each event has tells its source."
                        + " There may be many, as with captures."),
        MATCHING(
                "TEXT",
                "first: an event triggers only the first rule that matches. all: every rule that matches. Default: what the falco.yaml"
                        + " says, or first."),
        ENABLE("TEXT", "\"all\" also evaluates rules that their files disable."),
        REPORTS("FOLDER", "The folder for the reports, which must not exist: tables in Parquet. Default: no tables.");

        private final String label;
        private final String meaning;

        Option(String label, String meaning) {
            this.label = label;
            this.meaning = meaning;
        }

        String word() {
            return "--" + name().toLowerCase(Locale.ROOT);
        }

        String meaning() {
            return meaning;
        }
    }

    /**
     * The options in arguments.
     *
     * @throws IllegalArgumentException if they are invalid
     */
    static Options of(String... arguments) {
        Map<Option, List<String>> given = new TreeMap<>();
        List<String> captures = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (!argument.startsWith("-")) {
                captures.add(argument);
                continue;
            }
            int end = argument.indexOf('=');
            Option option = option(end < 0 ? argument : argument.substring(0, end));
            if (end < 0 && (i + 1 == arguments.length || arguments[i + 1].startsWith("--"))) {
                throw new IllegalArgumentException("a value is missing: " + option.word() + " " + option.label);
            }
            String value = end < 0 ? arguments[++i] : argument.substring(end + 1);
            given.computeIfAbsent(option, key -> new ArrayList<>()).add(value);
        }
        return of(given, captures);
    }

    private static Options of(Map<Option, List<String>> given, List<String> captures) {
        List<String> rules = list(given, Option.RULES);
        Optional<String> config = optional(given, Option.CONFIG);
        if (rules.isEmpty() && config.isEmpty()) {
            throw new IllegalArgumentException("there are no rules: name rule files with --rules A,B");
        }
        Map<Content, List<String>> places = new EnumMap<>(Content.class);
        places.put(Content.CAPTURE, List.copyOf(captures));
        places.put(Content.AUDIT, list(given, Option.AUDIT));
        places.put(Content.LOG, list(given, Option.LOG));
        if (places.values().stream().allMatch(List::isEmpty)) {
            throw new IllegalArgumentException(
                    "there are no captures: name files, folders and globs behind the options."
                            + " Name logs with --audit and --log");
        }
        String enable = text(given, Option.ENABLE, "");
        if (!enable.isEmpty() && !enable.equals("all")) {
            throw new IllegalArgumentException("--enable is \"" + enable + "\"; it can be \"all\"");
        }
        List<String> against = list(given, Option.AGAINST);
        if (given.containsKey(Option.AGAINST) && against.isEmpty()) {
            throw new IllegalArgumentException("--against names no rules");
        }
        return new Options(
                rules,
                against,
                new RuleSettings(
                        version(given),
                        optional(given, Option.MATCHING).map(Matching::of).orElse(null),
                        !enable.isEmpty()),
                config,
                optional(given, Option.HOSTS),
                optional(given, Option.REPORTS),
                places);
    }

    private static Optional<String> optional(Map<Option, List<String>> given, Option option) {
        return Optional.of(text(given, option, "")).filter(value -> !value.isEmpty());
    }

    private static FalcoVersion version(Map<Option, List<String>> given) {
        try {
            return FalcoVersion.of(text(given, Option.FALCO, "current"));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    String.valueOf(e.getMessage()).replace("kguard.falco", Option.FALCO.word()), e);
        }
    }

    private static Option option(String word) {
        for (Option option : Option.values()) {
            if (option.word().equals(word)) {
                return option;
            }
        }
        String near =
                Nearest.of(word, Stream.of(Option.values()).map(Option::word).toList());
        throw new IllegalArgumentException(
                "kguard on Spark has no option " + word + (near == null ? "" : "; did you mean " + near + "?"));
    }

    private static List<String> list(Map<Option, List<String>> given, Option option) {
        return given.getOrDefault(option, List.of()).stream()
                .flatMap(value -> Stream.of(value.split(",", -1)))
                .filter(value -> !value.isEmpty())
                .toList();
    }

    private static String text(Map<Option, List<String>> given, Option option, String otherwise) {
        List<String> values = given.getOrDefault(option, Collections.emptyList());
        if (values.size() > 1) {
            throw new IllegalArgumentException(option.word() + " is given " + values.size() + " times");
        }
        return values.isEmpty() ? otherwise : values.get(0);
    }

    /** The text of {@code --help}. */
    static String usage() {
        return """
                Usage: spark-submit ... kguard-spark.jar --rules FILE,... [--against FILE,...] [options] CAPTURE...
                Evaluates one or two sets of rules on many captures. A CAPTURE is a file, a folder with all .scap and .scap.gz files
                in it and below, a glob, or a list (@list.txt, one of these a line), on any file system that Hadoop knows. Rules and
                other files may be there, too; without a scheme they are of the driver's machine.

                """
                + Stream.of(Option.values())
                        .map(option -> "  " + option.word() + " " + option.label + "\n      " + option.meaning + "\n")
                        .collect(Collectors.joining())
                + """

                Exit status: 0 every file was judged, 2 it could not find out, 64 called wrongly.
                """;
    }
}
