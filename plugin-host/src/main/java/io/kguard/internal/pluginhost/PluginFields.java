// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.pluginhost;

import io.kguard.event.JsonException;
import io.kguard.event.JsonValue;
import io.kguard.event.ParamType;
import io.kguard.internal.source.SourceField;
import io.kguard.internal.source.SourcePlugin.PluginException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a plugin says in JSON about its fields and sources. What Falco refuses is refused. */
final class PluginFields {
    private static final int MOST = 10_000;
    /** The types that a plugin's fields can have. */
    private static final List<ParamType> TYPES = List.of(
            ParamType.UINT64,
            ParamType.CHARBUF,
            ParamType.RELTIME,
            ParamType.ABSTIME,
            ParamType.BOOL,
            ParamType.IPADDR,
            ParamType.IPNET);

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.]+");

    private final String plugin;

    PluginFields(String plugin) {
        this.plugin = plugin;
    }

    /**
     * The fields.
     *
     * @param json what {@code plugin_get_fields} returns
     * @throws PluginException if Falco would not take it
     */
    List<PluginField> read(String json) {
        JsonValue all = array("plugin_get_fields", json);
        if (all.size() == 0 || all.size() > MOST) {
            throw broken("plugin_get_fields returns " + all.size() + " fields; from 1 to " + MOST + " are possible");
        }
        List<PluginField> fields = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (int i = 0; i < all.size(); i++) {
            PluginField field = field(i, all.element(i));
            if (!names.add(field.name())) {
                throw broken("it has two fields with the name " + field.name());
            }
            fields.add(field);
        }
        return List.copyOf(fields);
    }

    /** Requires a list of texts, if there is one. */
    void requireTexts(String function, String json) {
        JsonValue all = json.isEmpty() ? null : array(function, json);
        for (int i = 0; all != null && i < all.size(); i++) {
            if (all.element(i).kind() != JsonValue.Kind.STRING) {
                throw broken(function + " returns a list with something else than strings");
            }
        }
    }

    private JsonValue array(String function, String json) {
        JsonValue value;
        try {
            value = JsonValue.parse(json);
        } catch (JsonException e) {
            throw broken(function + " returns " + e.getMessage());
        }
        if (value.kind() != JsonValue.Kind.ARRAY) {
            throw broken(function + " returns JSON that is no list");
        }
        return value;
    }

    private PluginField field(int id, JsonValue json) {
        String name = text(json, "name");
        if (!NAME.matcher(name).matches()) {
            throw broken("plugin_get_fields returns a field with the name \"" + name
                    + "\"; letters, digits, dots and underscores are possible");
        }
        String type = text(json, "type");
        if (text(json, "desc").isEmpty()) {
            throw broken("plugin_get_fields returns the field " + name + " without a description (desc)");
        }
        ParamType known = TYPES.stream()
                .filter(one -> SourceField.nameOf(one).equals(type))
                .findFirst()
                .orElseThrow(() ->
                        broken("its field " + name + " has the type \"" + type + "\", which Falco does not have"));
        JsonValue argument = json.get("arg");
        SourceField.Argument form = argument == null || argument.kind() == JsonValue.Kind.NULL
                ? SourceField.Argument.NONE
                : argument(name, argument);
        return new PluginField(id, name, known, is(name, json, "isList"), form, is(name, json, "addOutput"));
    }

    private SourceField.Argument argument(String field, JsonValue json) {
        boolean required = is(field, json, "isRequired");
        boolean index = is(field, json, "isIndex");
        boolean key = is(field, json, "isKey");
        if (required && !index && !key) {
            throw broken("its field " + field + " requires an argument (isRequired) of no kind (isIndex, isKey)");
        }
        return new SourceField.Argument(required, index, key);
    }

    private static String text(JsonValue json, String key) {
        JsonValue value = member(json, key);
        return value == null || value.kind() != JsonValue.Kind.STRING ? "" : value.text();
    }

    private boolean is(String field, JsonValue json, String key) {
        JsonValue value = member(json, key);
        if (value != null && value.kind() != JsonValue.Kind.BOOLEAN && value.kind() != JsonValue.Kind.NULL) {
            throw broken("its field " + field + " has a value of " + key + " that is neither true nor false");
        }
        return value != null
                && value.kind() == JsonValue.Kind.BOOLEAN
                && value.json().equals("true");
    }

    private static @Nullable JsonValue member(JsonValue json, String key) {
        return json.kind() == JsonValue.Kind.OBJECT ? json.get(key) : null;
    }

    private PluginException broken(String message) {
        return new PluginException(plugin, message);
    }
}
