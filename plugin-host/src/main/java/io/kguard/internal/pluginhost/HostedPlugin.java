// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.pluginhost;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.kguard.event.JsonException;
import io.kguard.event.JsonValue;
import io.kguard.internal.source.SourceField;
import io.kguard.internal.source.SourcePlugin.FoundValues;
import io.kguard.internal.source.SourcePlugin.PluginException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A plugin of Falco that runs in a process of its own, which can do little else. After an exception the plugin is gone.
 *
 * <p>Thread-safe: the plugin does one thing at a time.
 */
final class HostedPlugin implements AutoCloseable {
    private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,19}");
    private static final Pattern VERSION = Pattern.compile("[0-9]{1,6}\\.[0-9]{1,6}\\.[0-9]{1,6}");
    private static final int EVENTS_AT_ONCE = 1000;
    private static final int BYTES_AT_ONCE = 1 << 20;
    private static final String READ = "its events were read";
    private static final String EXTRACTED = "fields of an event were read";

    /** A field with its argument, as a rule has it. */
    private record Asked(PluginField field, @Nullable String argument) {}

    private final PluginLibrary library;
    private final PluginLimits limits;
    private final HostProcess host;
    private final PluginDescription description;
    private final List<Asked> plan = new ArrayList<>();
    private final Map<Asked, Integer> places = new HashMap<>();
    private boolean isPlanSent;

    private HostedPlugin(PluginLibrary library, PluginLimits limits, HostProcess host, PluginDescription description) {
        this.library = library;
        this.limits = limits;
        this.host = host;
        this.description = description;
    }

    /**
     * Loads a plugin and initializes it.
     *
     * @throws PluginException if that fails, if Falco would not take it, or if it can do what kguard has no part for
     */
    public static HostedPlugin load(PluginLibrary library, PluginLimits limits) {
        return load(library, limits, Integer.MAX_VALUE);
    }

    /** The same with a version of Landlock that kernels had before, if this one has a newer one. */
    static HostedPlugin load(PluginLibrary library, PluginLimits limits, int landlock) {
        HostProcess host = HostProcess.start(library.name());
        boolean loaded = false;
        try {
            PluginRequest request = host.request('l')
                    .path(library.file())
                    .number(landlock)
                    .number(library.readable().size());
            library.readable().forEach(request::path);
            PluginDescription description =
                    host.ask(request, "it was loaded", limits.answer(), reply -> description(library, reply));
            refuse(library, description);
            host.ask(host.request('i').utf8(config(library, description)), "it was initialized", limits.answer());
            loaded = true;
            return new HostedPlugin(library, limits, host, description);
        } finally {
            if (!loaded) {
                host.close();
            }
        }
    }

    private static PluginDescription description(PluginLibrary library, PluginReply reply) {
        PluginFields json = new PluginFields(library.name());
        int id = reply.number();
        Set<PluginCapability> capabilities = PluginCapability.of(reply.number());
        reply.passText(); // the version of the API that it needs
        String name = reply.message();
        String version = reply.message();
        reply.passText(); // what it is for
        reply.passText(); // whom to ask
        String source = reply.text();
        json.requireTexts("plugin_get_extract_event_sources", reply.text());
        String fields = reply.text();
        boolean hasSchema = !reply.text().isEmpty();
        boolean takesJson = reply.number() != 0 && hasSchema;
        return new PluginDescription(
                name,
                version,
                id,
                source,
                capabilities,
                capabilities.contains(PluginCapability.EXTRACTION) ? json.read(fields) : List.of(),
                takesJson);
    }

    /** What kguard can't do, and what Falco refuses. */
    private static void refuse(PluginLibrary library, PluginDescription description) {
        for (PluginCapability needed : List.of(PluginCapability.PARSING, PluginCapability.LISTENING)) {
            if (description.can(needed)) {
                throw new PluginException(
                        library.name(),
                        "it has the capability \"" + needed.label()
                                + "\", for which kguard has no tables of threads. Its fields could be wrong without them");
            }
        }
        if (description.can(PluginCapability.SOURCING) && description.source().isEmpty()) {
            throw new PluginException(
                    library.name(),
                    "it makes system calls and has no event source of its own. kguard reads system calls of captures");
        }
        String version = description.version();
        if (!VERSION.matcher(version).lookingAt()) {
            throw new PluginException(
                    library.name(), "plugin_get_version returns \"" + version + "\", which is no version");
        }
        if (description.source().equals("syscall")) {
            throw new PluginException(
                    library.name(), "its event source is \"syscall\", which only Falco itself may have");
        }
    }

    /** The configuration as Falco passes it: JSON is checked, and the empty one of a plugin that wants JSON is an empty object. */
    private static String config(PluginLibrary library, PluginDescription description) {
        if (!description.takesJson()) {
            return library.config();
        }
        if (library.config().isEmpty()) {
            return "{}";
        }
        try {
            JsonValue.parse(new String(library.config().getBytes(UTF_8), ISO_8859_1));
        } catch (JsonException e) {
            throw new PluginException(library.name(), "its init_config must be JSON: it is " + e.getMessage());
        }
        return library.config();
    }

    /** What the plugin says about itself. */
    public PluginDescription description() {
        return description;
    }

    /**
     * Reads all events of the plugin's source.
     *
     * @param params what to open, in the plugin's words
     * @throws PluginException if it has no source, fails, is silent for too long, or has more events than the limits let
     */
    public void read(String params, Consumer<PluginEvent> consumer) {
        if (description.can(PluginCapability.ASYNC)) {
            throw failed(
                    "it has the capability \"" + PluginCapability.ASYNC.label()
                            + "\": events that it adds while a source is open would be missing. Record a capture, and replay that");
        }
        if (!description.can(PluginCapability.SOURCING)) {
            throw failed("it has no events of its own, so nothing can be opened");
        }
        ask('o', params, "\"" + params + "\" was opened");
        long count = 0;
        long bytes = 0;
        long silentSince = System.nanoTime();
        for (Batch batch = next(); batch.status() != Batch.END; batch = next()) {
            if (batch.status() == Batch.SILENT) {
                if (System.nanoTime() - silentSince > limits.silence().toNanos()) {
                    throw failed("it had no event for " + limits.silence().toSeconds() + " seconds, and \"" + params
                            + "\" does not end. kguard reads sources that end, such as files");
                }
                continue;
            }
            for (PluginEvent event : batch.events()) {
                count++;
                bytes += event.data().length;
                if (count > limits.events() || bytes > limits.bytes()) {
                    throw failed("\"" + params + "\" has more events than kguard reads: " + limits.events() + ", or "
                            + limits.bytes() + " bytes");
                }
                consumer.accept(event);
            }
            silentSince = System.nanoTime();
        }
    }

    private record Batch(int status, List<PluginEvent> events) {
        static final int SILENT = 1;
        static final int END = 2;
    }

    private synchronized Batch next() {
        PluginRequest request = host.request('n').number(EVENTS_AT_ONCE).number(BYTES_AT_ONCE);
        return host.ask(request, READ, limits.answer(), HostedPlugin::batch);
    }

    private static Batch batch(PluginReply reply) {
        int status = reply.bit8();
        int count = reply.count();
        if (status > Batch.END || (count == 0) == (status == 0)) {
            throw new PluginReply.MalformedException("a batch that is none");
        }
        return new Batch(status, each(count, () -> new PluginEvent(reply.number64(), reply.bytes())));
    }

    private synchronized void ask(char type, String text, String doing) {
        host.ask(host.request(type).utf8(text), doing, limits.answer());
    }

    /**
     * Notes a field, to be read of each event from now on.
     *
     * @param argument its argument, Latin-1; null for none
     * @return its place among the values of an event
     */
    public synchronized int plan(PluginField field, @Nullable String argument) {
        if (!field.isRead()) {
            throw new IllegalArgumentException("kguard has no lists of addresses, as in " + field.name());
        }
        Asked asked = new Asked(field, argument);
        Integer place = places.get(asked);
        if (place != null) {
            return place;
        }
        places.put(asked, plan.size());
        plan.add(asked);
        isPlanSent = false;
        return plan.size() - 1;
    }

    /** The field at a place of the plan, as rules write it. */
    synchronized String planned(int place) {
        Asked asked = plan.get(place);
        return asked.field().name() + (asked.argument() == null ? "" : "[" + asked.argument() + "]");
    }

    /**
     * Reads all fields that were {@link #plan noted}, of one event.
     *
     * @param number the number of the event, as {@code evt.num} has it
     * @throws PluginException if the plugin ends, takes too long, or returns what its API does not allow
     */
    public synchronized List<FoundValues> values(long number, PluginEvent event) {
        sendPlan();
        return host.ask(put(host.request('x'), number, event), EXTRACTED, limits.answer(), this::valuesOf);
    }

    private List<FoundValues> valuesOf(PluginReply reply) {
        List<FoundValues> values = new ArrayList<>(plan.size());
        for (Asked asked : plan) {
            values.add(values(asked.field(), reply));
        }
        return values;
    }

    /**
     * What the plugin says of an event in words.
     *
     * @return Latin-1; empty if it says nothing
     */
    public synchronized String text(long number, PluginEvent event) {
        sendPlan();
        return host.ask(
                put(host.request('t'), number, event),
                "an event was put into words",
                limits.answer(),
                PluginReply::text);
    }

    private PluginRequest put(PluginRequest request, long number, PluginEvent event) {
        return request.number(number)
                .number(event.timestamp())
                .number(description.id())
                .bytes(event.data());
    }

    private void sendPlan() {
        if (isPlanSent || !description.can(PluginCapability.EXTRACTION)) {
            return;
        }
        PluginRequest request = host.request('q').text(description.source()).number(plan.size());
        for (Asked asked : plan) {
            PluginField field = asked.field();
            String argument = asked.argument();
            SourceField.Argument form = field.argument();
            boolean isKey = argument != null && form.key();
            request.number(field.id())
                    .text(field.name())
                    .number(field.type().code())
                    .flag(field.isList())
                    .flag(argument != null)
                    .flag(isKey);
            if (isKey && argument != null) {
                request.text(argument);
            }
            request.number(index(form, argument));
        }
        host.ask(request, EXTRACTED, limits.answer());
        isPlanSent = true;
    }

    /** The argument as an index; 0 if it is none. */
    private static long index(SourceField.Argument form, @Nullable String argument) {
        if (argument == null || !form.index() || !INDEX.matcher(argument).matches()) {
            return 0;
        }
        try {
            return Long.parseUnsignedLong(argument);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static FoundValues values(PluginField field, PluginReply reply) {
        return switch (reply.bit8()) {
            case 0 -> FoundValues.None.NONE;
            case 1 -> found(field, reply);
            case 2 -> new FoundValues.Failed(reply.message());
            default -> throw new PluginReply.MalformedException("values that are none");
        };
    }

    private static FoundValues found(PluginField field, PluginReply reply) {
        int count = reply.count();
        if (count == 0 || count > 1 && !field.isList()) {
            throw new PluginReply.MalformedException(count + " values of one field");
        }
        return switch (field.type()) {
            case CHARBUF -> new FoundValues.Texts(each(count, reply::text));
            case IPADDR, IPNET -> address(count, reply);
            case BOOL -> new FoundValues.Numbers(each(count, () -> (long) reply.bit8()));
            default -> new FoundValues.Numbers(each(count, reply::number64));
        };
    }

    private static <T> List<T> each(int count, Supplier<T> next) {
        List<T> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(next.get());
        }
        return all;
    }

    private static FoundValues.Address address(int count, PluginReply reply) {
        ByteBuffer bytes = ByteBuffer.wrap(reply.bytes());
        if (count != 1 || bytes.capacity() != 4 && bytes.capacity() != 16) {
            throw new PluginReply.MalformedException("an address that is none");
        }
        return bytes.capacity() == 4
                ? new FoundValues.Address(4, 0, Integer.toUnsignedLong(bytes.getInt()))
                : new FoundValues.Address(6, bytes.getLong(), bytes.getLong());
    }

    private PluginException failed(String message) {
        close();
        return new PluginException(library.name(), message);
    }

    /** Ends the plugin's process, whatever it does, and waits until it has ended. */
    @Override
    public void close() {
        host.close();
    }
}
