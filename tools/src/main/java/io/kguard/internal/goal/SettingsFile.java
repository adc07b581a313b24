// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import io.kguard.internal.option.Goal;
import io.kguard.internal.option.GoalParameter;
import io.kguard.internal.yaml.YamlDocument;
import io.kguard.internal.yaml.YamlFormat;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlProblem;
import io.kguard.internal.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads kguard.yaml: the options of goals, as a project has them for everybody. */
final class SettingsFile {
    private static final String STEM = "kguard";
    private static final List<String> ENDINGS = List.of(".yaml", ".yml");
    private static final String NONE = "off";
    private static final YamlFormat FORMAT = new YamlFormat(
            "file of options",
            "it has options, such as rules: [rules] and verify: {minChecks: 3}",
            1 << 16,
            8,
            0,
            5_000);
    private static final int MAX_MEMBERS = 1_000;

    /**
     * A value.
     *
     * @param texts its members
     * @param at where it is written
     */
    record Written(List<String> texts, String at) {}

    private final Path file;
    private final SettingsKeys keys = SettingsKeys.ofGoals();
    private final Map<String, Written> options = new LinkedHashMap<>();

    private SettingsFile(Path file) {
        this.file = file;
    }

    /**
     * The file of a project.
     *
     * @param named the file that the caller names; empty if he names none
     * @return empty if there is none
     */
    static Optional<Path> find(Workplace place, List<String> named) {
        if (!named.isEmpty()) {
            String name = String.join(",", named);
            Path file = place.file(name);
            return name.equals(NONE) && !isThere(file) ? Optional.empty() : Optional.of(file);
        }
        List<Path> found = ENDINGS.stream()
                .map(ending -> place.file(STEM + ending))
                .filter(SettingsFile::isThere)
                .toList();
        if (found.size() > 1) {
            throw new IllegalArgumentException("there are " + found.get(0) + " and " + found.get(1)
                    + ", and one would be ignored: remove one of the two");
        }
        return found.stream().findFirst();
    }

    /** A link that leads nowhere is there, too. */
    private static boolean isThere(Path file) {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * The options that a file has for a goal, by their names. All of the file is checked.
     *
     * @throws IllegalArgumentException if something is wrong with it; the message lists every mistake with its place
     * @throws IOException if it can't be read
     */
    static Map<String, Written> read(Path file, Goal goal) throws IOException {
        YamlDocument document = YamlDocument.read(file.toString(), file, FORMAT, (value, written) -> written);
        YamlValue root = document.root();
        SettingsFile reader = new SettingsFile(file);
        YamlMapping top = root == null ? null : root.mapping(String.valueOf(file.getFileName()));
        if (top != null) {
            reader.top(top, goal);
        }
        if (document.mistakes() > 0) {
            throw new IllegalArgumentException(YamlProblem.render(document.problems()));
        }
        return reader.options;
    }

    private void top(YamlMapping top, Goal goal) {
        Map<String, Written> ofBlock = new LinkedHashMap<>();
        top.keys().forEach(key -> {
            YamlValue value = Objects.requireNonNull(top.get(key));
            GoalParameter shared = keys.shared().get(key);
            Map<String, GoalParameter> block = keys.blocks().get(key);
            if (shared != null) {
                Written written = written(shared, value);
                if (goal.parameters().stream().anyMatch(own -> own.name().equals(key) && own.isShared())) {
                    options.put(key, written);
                }
            } else if (block == null) {
                top.problemOfKey(key, "\"" + key + "\" is no key of the top of this file", keys.hint(key));
            } else if (!value.isNothing()) {
                Map<String, Written> read = block(key, block, value);
                if (key.equals(goal.name())) {
                    ofBlock.putAll(read);
                }
            }
        });
        options.putAll(ofBlock);
    }

    private Map<String, Written> block(String goal, Map<String, GoalParameter> known, YamlValue value) {
        Map<String, Written> read = new LinkedHashMap<>();
        YamlMapping block = value.mapping("the block " + goal);
        if (block != null) {
            block.keys().forEach(key -> {
                GoalParameter parameter = known.get(key);
                if (parameter == null) {
                    block.problemOfKey(key, "\"" + key + "\" is no key of the block " + goal, keys.hint(key, goal));
                } else {
                    read.put(key, written(parameter, Objects.requireNonNull(block.get(key))));
                }
            });
        }
        return read;
    }

    private Written written(GoalParameter parameter, YamlValue value) {
        List<String> texts = texts(parameter, value);
        if (texts.stream().allMatch(String::isBlank) && value.document().mistakes() == 0) {
            value.problem("\"" + value.key() + "\" is empty", "give it a value, or leave it out");
        }
        return new Written(texts, value.document().file() + ":" + value.line() + ":" + value.column());
    }

    private List<String> texts(GoalParameter parameter, YamlValue value) {
        return switch (parameter.type()) {
            case FILES -> members(value).map(text -> path(value, text)).toList();
            case FILE ->
                Stream.ofNullable(value.text()).map(text -> path(value, text)).toList();
            case NAMES -> members(value).toList();
            case TEXT, VALUE_OR_ALONE -> Stream.ofNullable(value.text()).toList();
            case NUMBER ->
                word(value, !value.isString() && value.written().matches("\\d{1,9}(\\.\\d{1,9})?"), "a number");
            case SWITCH -> word(value, value.isFlag(), "true or false");
        };
    }

    private static Stream<String> members(YamlValue value) {
        return value.isList() || value.isMapping() || value.isNothing()
                ? value.texts(MAX_MEMBERS).stream()
                : Stream.of(value.written());
    }

    private static List<String> word(YamlValue value, boolean isOne, String what) {
        if (!isOne) {
            value.problem("\"" + value.key() + "\" must be " + what + ", not " + value.kind(), "");
        }
        return List.of(value.written().toLowerCase(Locale.ROOT));
    }

    /** A path starts at the folder of the file. It stays in it: the file comes with a checkout, and kguard may run as root. */
    private String path(YamlValue value, String text) {
        try {
            Path folder = file.toAbsolutePath().normalize().getParent();
            Path wanted = file.toAbsolutePath().resolveSibling(text).normalize();
            if (folder == null || !wanted.startsWith(folder)) {
                value.problem(
                        "\"" + value.key() + "\" leads out of the folder of this file, to " + wanted,
                        "name what is in the folder; who calls kguard may name others");
            } else if (Stream.iterate(folder.relativize(wanted), Objects::nonNull, Path::getParent)
                    .anyMatch(part -> part.endsWith(".git"))) {
                value.problem("\"" + value.key() + "\" leads into the folder .git", "name another folder");
            }
            return file.resolveSibling(text).toString();
        } catch (InvalidPathException e) {
            value.problem("\"" + value.key() + "\" can't be a path on this machine: " + e.getReason(), "");
            return text;
        }
    }
}
