// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.diagnostic.KguardException;
import io.kguard.event.EventSource;
import io.kguard.event.ParamType;
import io.kguard.internal.message.Nearest;
import io.kguard.internal.yaml.Keys;
import io.kguard.internal.yaml.YamlDocument;
import io.kguard.internal.yaml.YamlFormat;
import io.kguard.internal.yaml.YamlMapping;
import io.kguard.internal.yaml.YamlProblem;
import io.kguard.internal.yaml.YamlValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads tables in which users describe sources of events: which fields the documents of a source have, and where. */
public final class TableReader {
    /** How much of a table is read. */
    static final YamlFormat FORMAT =
            new YamlFormat("table of a source", "it should have source and fields", 1 << 20, 10, 0, 1 << 16);

    /** The maximum number of fields of a source. */
    static final int MAX_FIELDS = 1000;

    private static final int MAX_MARKS = 20;
    private static final int MAX_STRINGS = 20;
    private static final int LONGEST_NAME = 100;

    /** Read when the first table is, and not when the program starts. */
    private static final class KeyTable {
        private static final Map<String, Keys> KEYS = Keys.of(TableReader.class);
    }

    private static final Pattern SOURCE = Pattern.compile("[a-z][a-z0-9_-]*");
    private static final Pattern FIELD = Pattern.compile("[a-zA-Z]\\w*(\\.[a-zA-Z]\\w*)+");
    private static final Pattern VERSION = Pattern.compile("[0-9]{1,9}\\.[0-9]{1,9}\\.[0-9]{1,9}");
    /** Plugins that kguard has, and that read no source of their own. */
    private static final Set<String> OTHER_PLUGINS = Set.of("json", "container", "k8smeta");

    /** Ids from here on are given to plugins of which the user says none. */
    private static final long FIRST_FREE_ID = 0xffff_0000L;

    private final EventSources known;
    private final Function<String, @Nullable String> owner;

    private TableReader(EventSources known, Function<String, @Nullable String> owner) {
        this.known = known;
        this.owner = owner;
    }

    /**
     * Adds the sources of tables.
     *
     * @param files the tables, in YAML
     * @param sources the sources that are known
     * @param owner the source that has a field, by the field's name; null if none has
     * @throws SourceTableException if a table has a mistake; it names all of one file
     * @throws IOException if a file does not exist or can't be read
     */
    public static EventSources read(List<Path> files, EventSources sources, Function<String, @Nullable String> owner)
            throws IOException {
        EventSources all = sources;
        for (Path file : files) {
            if (!Files.isRegularFile(file)) {
                throw new NoSuchFileException(file.toString(), null, "there is no such file");
            }
            all = all.with(new TableReader(all, owner)
                    .source(YamlDocument.read(file.toString(), file, FORMAT, (value, written) -> written)));
        }
        return all;
    }

    /**
     * Adds the source of a table that is a text.
     *
     * @param file the name of the text, for messages
     * @throws SourceTableException if the table has a mistake
     */
    public static EventSources parse(
            String file, String text, EventSources sources, Function<String, @Nullable String> owner) {
        return sources.with(new TableReader(sources, owner)
                .source(YamlDocument.of(file, text, FORMAT, (value, written) -> written)));
    }

    private static Keys keys(String mapping) {
        return Keys.known(KeyTable.KEYS, mapping);
    }

    private TableSource source(YamlDocument document) {
        YamlValue root = document.root();
        YamlMapping top = keys("table").read(root, "a table");
        TableSource read = top == null ? null : source(top);
        if (read == null || document.mistakes() > 0) {
            throw new SourceTableException(document.problems());
        }
        return read;
    }

    private @Nullable TableSource source(YamlMapping top) {
        String label = label(top);
        YamlValue plugin = top.get("plugin");
        YamlMapping named = plugin == null
                ? YamlMapping.empty(top.place(), "a plugin")
                : plugin.isMapping()
                        ? keys("plugin").read(plugin, "a plugin")
                        : YamlMapping.single(plugin, "a plugin", "name");
        List<TableSource.Mark> marks = new ArrayList<>();
        top.items("has", MAX_MARKS).forEach(item -> addMark(item, marks));
        TableTime time = time(top.get("time"));
        List<TableField> fields = fields(top);
        return label == null || named == null
                ? null
                : new TableSource(
                        new EventSource(label, plugin(label, named), id(named)), version(named), marks, time, fields);
    }

    private @Nullable String label(YamlMapping top) {
        String label = top.text("source");
        if (label == null) {
            return null;
        }
        if (!SOURCE.matcher(label).matches() || label.length() > LONGEST_NAME) {
            top.problem("source", "a source is named in lower-case letters, digits, _ and -", "for example nginx");
        }
        known.named(label)
                .ifPresent(other -> top.problem(
                        "source",
                        "there is a source " + other + " already" + (isOfUser(other) ? ", of another table" : ""),
                        "give this one another name"));
        return label;
    }

    private boolean isOfUser(EventSource source) {
        return EventSources.BUILT_IN.place(source) < 0;
    }

    private String plugin(String label, YamlMapping plugin) {
        String name = plugin.text("name");
        String given = name == null ? label : name;
        boolean taken = OTHER_PLUGINS.contains(given)
                || known.all().stream().anyMatch(other -> other.plugin().equals(given));
        if (taken) {
            YamlValue at = plugin.get("name");
            (at == null ? plugin.place() : at)
                    .problem("kguard has a plugin " + given + " already", "name the plugin that reads these events");
        }
        return given;
    }

    private long id(YamlMapping plugin) {
        YamlValue id = plugin.get("id");
        if (id == null) {
            return FIRST_FREE_ID + known.all().size();
        }
        boolean number = id.isWholeNumber() && id.written().matches("[0-9]{1,9}");
        long value = number ? Long.parseLong(id.written()) : 0;
        if (value < 1) {
            id.problem("\"id\" must be a whole number from 1 on, not " + id.kind(), "leave it out for logs");
        }
        known.all().stream()
                .filter(other -> value > 0 && other.pluginId() == value)
                .forEach(other -> id.problem(
                        "the plugin " + other.plugin() + " has the id " + value,
                        "leave it out: only captures of Falco need it"));
        return value;
    }

    private static String version(YamlMapping plugin) {
        String version = plugin.text("version");
        if (version != null && !VERSION.matcher(version).matches()) {
            plugin.problem("version", "\"version\" must be three numbers", "for example 0.1.0");
        }
        return version == null || !VERSION.matcher(version).matches() ? "0.0.0" : version;
    }

    private static void addMark(YamlValue item, List<TableSource.Mark> marks) {
        YamlMapping mark =
                item.isMapping() ? keys("mark").read(item, "a mark") : YamlMapping.single(item, "a mark", "at");
        if (mark == null) {
            return;
        }
        JsonPointer at = pointer(mark, "at");
        String is = mark.text("is");
        if (at != null) {
            marks.add(new TableSource.Mark(at, is == null ? null : latin1(is)));
        }
    }

    private static @Nullable TableTime time(@Nullable YamlValue value) {
        if (value == null) {
            return null;
        }
        YamlMapping time =
                value.isMapping() ? keys("time").read(value, "a time") : YamlMapping.single(value, "a time", "at");
        if (time == null) {
            return null;
        }
        JsonPointer at = pointer(time, "at");
        String as = time.text("as");
        TableTime.Form form =
                as == null ? TableTime.Form.RFC3339 : TableTime.Form.of(as).orElse(null);
        if (form == null) {
            List<String> forms = Stream.of(TableTime.Form.values())
                    .map(TableTime.Form::toString)
                    .toList();
            time.problem("as", "\"as\" is one of " + String.join(", ", forms), Nearest.hint(String.valueOf(as), forms));
        }
        return at == null || form == null ? null : new TableTime(at, form);
    }

    private List<TableField> fields(YamlMapping top) {
        YamlMapping all = top.mapping("fields", "\"fields\"");
        if (all == null) {
            return List.of();
        }
        if (all.keys().isEmpty()) {
            all.place().problem("\"fields\" is empty", "rules can't look at an event without fields");
        }
        if (all.keys().size() > MAX_FIELDS) {
            all.place()
                    .problem(
                            "there are " + all.keys().size() + " fields; at most " + MAX_FIELDS + " are allowed",
                            "name those that rules use: json.value[/...] reads any part of an event");
            return List.of();
        }
        Set<String> nothing = new HashSet<>();
        top.texts("nothing", MAX_STRINGS).forEach(text -> nothing.add(latin1(text)));
        List<TableField> fields = new ArrayList<>();
        for (String name : all.keys()) {
            checkName(all, name);
            YamlValue field = all.get(name);
            TableField read = field == null ? null : field(name, field, nothing);
            if (read != null) {
                fields.add(read);
            }
        }
        return fields;
    }

    private void checkName(YamlMapping all, String name) {
        if (!FIELD.matcher(name).matches() || name.length() > LONGEST_NAME) {
            all.problemOfKey(
                    name,
                    "\"" + name + "\" can't be the name of a field",
                    "write words of letters, digits and _ with dots between them, such as nginx.status");
        }
        String other = owner.apply(name);
        String of = other != null ? other : ownerOfTable(name);
        if (of != null) {
            all.problemOfKey(
                    name, "events of the source " + of + " have a field " + name, "give this one another name");
        }
    }

    /** The source of an earlier table that has a field. */
    private @Nullable String ownerOfTable(String name) {
        return known.documents().stream()
                .filter(DocumentSource::isOfUser)
                .filter(source ->
                        source.fields().stream().anyMatch(field -> field.name().equals(name)))
                .map(source -> source.source().label())
                .findFirst()
                .orElse(null);
    }

    private static @Nullable TableField field(String name, YamlValue value, Set<String> nothing) {
        YamlMapping field = value.isMapping()
                ? keys("field").read(value, "the field " + name)
                : YamlMapping.single(value, "the field " + name, "at");
        if (field == null) {
            return null;
        }
        JsonPointer at = pointer(field, "at");
        ParamType type = type(field);
        JsonPointer each = pointer(field, "each");
        boolean list = field.flag("list", each != null);
        if (!list && each != null) {
            field.problem("list", "a field with \"each\" is a list", "leave \"list\" out");
        }
        if (list && type != ParamType.CHARBUF && type != ParamType.UINT64) {
            field.place().problem("kguard has lists of string and uint64 alone", "");
        }
        SourceField.Argument argument = argument(field);
        return at == null
                ? null
                : new TableField(
                        name,
                        at,
                        type,
                        each != null ? each : list ? JsonPointer.parse("") : null,
                        argument,
                        field.text("description", ""),
                        nothing);
    }

    private static ParamType type(YamlMapping field) {
        String name = field.text("type");
        List<String> names = TableField.TYPES.stream().map(SourceField::nameOf).toList();
        int at = name == null ? 0 : names.indexOf(name);
        if (at < 0) {
            field.problem(
                    "type",
                    "\"type\" is one of " + String.join(", ", names),
                    Nearest.hint(String.valueOf(name), names));
        }
        return TableField.TYPES.get(Math.max(0, at));
    }

    private static SourceField.Argument argument(YamlMapping field) {
        String argument = field.text("argument");
        if (argument == null) {
            return SourceField.Argument.NONE;
        }
        boolean key = argument.equals("key");
        if (!key && !argument.equals("index")) {
            field.problem(
                    "argument",
                    "\"argument\" is key or index",
                    "key: a member of the object at the place; index: an element of the array there");
        }
        return new SourceField.Argument(true, !key, key);
    }

    private static @Nullable JsonPointer pointer(YamlMapping mapping, String key) {
        String text = mapping.text(key);
        if (text == null) {
            return null;
        }
        try {
            return JsonPointer.parse(text);
        } catch (IllegalArgumentException e) {
            mapping.problem(key, "\"" + text + "\" is no JSON pointer: " + e.getMessage(), "");
            return null;
        }
    }

    private static String latin1(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    /** A table of a source can't be used. The message shows every mistake with its file, line and column, and what to do. */
    public static final class SourceTableException extends KguardException {
        private static final long serialVersionUID = 1;

        SourceTableException(List<YamlProblem> problems) {
            super(YamlProblem.render(problems));
        }
    }
}
