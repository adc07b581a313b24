// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.EventSource;
import io.kguard.event.EventWriter;
import io.kguard.event.FalcoVersion;
import io.kguard.event.MalformedEventException;
import io.kguard.event.SourceEvent;
import io.kguard.internal.machine.Machine;
import io.kguard.internal.source.EventSources;
import io.kguard.internal.source.SourceLog;
import io.kguard.internal.source.SourceLog.SourceLogException;
import io.kguard.internal.source.TableReader.SourceTableException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A user's table says which fields the documents of a source have. */
class SourceTablesTest {
    private static final FalcoVersion VERSION = FalcoVersion.CURRENT;

    private static final String TABLE = """
            source: shop
            plugin: {name: shopplugin, id: 4001, version: 0.3.0}
            has: [/path, {at: /kind, is: access}]
            time: /at
            nothing: ["-"]
            fields:
              shop.path: /path
              shop.bytes: {at: /bytes, type: uint64}
              shop.secure: {at: /secure, type: bool}
              shop.client: {at: /client, type: ipaddr}
              shop.groups: {at: /groups, list: true}
              shop.sizes: {at: /sizes, list: true, type: uint64}
              shop.items: {at: /items, each: /name, description: what was bought}
              shop.header: {at: /headers, argument: key}
              shop.part: {at: /parts, argument: index}
              shop.a~b: /x
            """.replace("  shop.a~b: /x\n", "  shop.slash: /a~1b/c~0d\n");

    private static final String EVENT = ("{'kind':'access','at':'2026-11-24T17:35:48.5Z','path':'/buy','bytes':'512',"
                    + "'secure':true,'client':'2001:db8::1','groups':['a','b'],'sizes':[1,2],"
                    + "'items':[{'name':'tea'},{},{'name':'-'},{'name':'cup'}],'headers':{'Host':'x'},"
                    + "'parts':['p','q'],'a/b':{'c~d':7}}")
            .replace('\'', '"');

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shop.path         | /buy",
                "shop.bytes        | 512",
                "shop.secure       | true",
                "shop.client       | 2001:db8::1",
                "shop.groups       | [a, b]",
                "shop.sizes        | [1, 2]",
                "shop.items        | [tea, cup]",
                "shop.header[Host] | x",
                "shop.header[host] | null",
                "shop.part[1]      | q",
                "shop.part[2]      | null",
                "shop.slash        | 7",
                "evt.source        | shop",
                "evt.pluginname    | shopplugin",
                "json.value[/path] | /buy",
                "evt.rawtime.s     | 1795541748",
            })
    void eachFieldHasTheValueAtItsPlace(String field, String value) throws IOException {
        assertThat(String.valueOf(value(field, EVENT))).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "shop.path   | 'path': 12.50       | 12.50",
                "shop.path   | 'path': true        | true",
                "shop.path   | 'path': ''          | ''",
                "shop.path   | 'path': {'a': [1]}  | {\"a\":[1]}",
                "shop.bytes  | 'bytes': 18446744073709551615 | 18446744073709551615",
                "shop.bytes  | 'bytes': '-'        | null",
                "shop.bytes  | 'bytes': null       | null",
                "shop.secure | 'secure': 'false'   | false",
                "shop.client | 'client': '1.2.3.4' | 1.2.3.4",
                "shop.groups | 'groups': []        | null",
                "shop.groups | 'groups': null      | null",
            })
    void valuesAreReadAsTheTypeOfTheField(String field, String member, String value) throws IOException {
        String name = member.substring(1, member.indexOf('\'', 1));
        String others = name.equals("path") ? "" : ",\"path\":\"/\"";
        String event =
                "{\"kind\":\"access\",\"at\":\"2026-11-24T17:35:48Z\"," + member.replace('\'', '"') + others + "}";

        assertThat(String.valueOf(value(field, event))).isEqualTo(value);
    }

    /** A rule that compares such a field would stay silent, and nobody would know why. */
    @ParameterizedTest
    @Tag("trust")
    @CsvSource(
            delimiter = '|',
            value = {
                "'bytes': -1        | the value at /bytes is -1; the field shop.bytes has the type uint64",
                "'bytes': 1.5       | the value at /bytes is 1.5; the field shop.bytes has the type uint64",
                "'bytes': 18446744073709551616 | the field shop.bytes has the type uint64",
                "'bytes': ''        | the value at /bytes is \"\"; the field shop.bytes has the type uint64",
                "'secure': 1        | the value at /secure is 1; the field shop.secure has the type bool",
                "'client': 'host'   | the value at /client is \"host\"; the field shop.client has the type ipaddr",
                "'groups': 'a'      | the value at /groups is \"a\"; the field shop.groups is a list",
                "'sizes': ['x']     | the field shop.sizes has the type uint64",
                "'at': 5            | the time at /at is 5; a time such as \"2026-11-24T17:35:48Z\" is expected",
                "'at': null         | this event has no /at, so it has no time",
            })
    void aValueOfAnotherTypeIsAnError(String member, String message) {
        String time = member.contains("'at'") ? "" : ",\"at\":\"2026-11-24T17:35:48Z\"";
        String event = "{\"kind\":\"access\",\"path\":\"/\"" + time + "," + member.replace('\'', '"') + "}";

        assertThatThrownBy(() -> value("shop.path", event))
                .isInstanceOf(SourceLogException.class)
                .hasMessageContaining(message);
    }

    @Test
    @Tag("trust")
    void aRecordedEventWithAValueOfAnotherTypeIsAnError() {
        EventSources sources = SourceTables.parse("shop.yaml", TABLE);
        ByteBuffer bytes = new EventWriter(VERSION)
                .begin(EventCodes.PLUGINEVENT_E, 1, -1)
                .number(4001)
                .bytes("{\"bytes\":-1}".getBytes(ISO_8859_1))
                .end();
        Event view = new Event(VERSION);
        view.wrap(bytes, 0, bytes.limit(), 1, 0);
        EventContext context = new EventContext(view, new Machine(VERSION), HostNames.NONE, sources);

        assertThatThrownBy(() -> FieldJson.value(field("shop.path", sources), context))
                .isInstanceOf(MalformedEventException.class)
                .hasMessageContaining("the value at /bytes is -1");
    }

    @ParameterizedTest
    @CsvSource({
        "seconds, 1795541748.25, 1795541748250000000",
        "millis, 1795541748250, 1795541748250000000",
        "nanos, 1795541748250000001, 1795541748250000001",
        "seconds, '\"1795541748.250\"', 1795541748250000000"
    })
    void timesAreReadInTheirUnit(String form, String written, long nanos) throws IOException {
        EventSources sources =
                SourceTables.parse("t.yaml", TABLE.replace("time: /at", "time: {at: /at, as: " + form + "}"));
        String event = "{\"kind\":\"access\",\"path\":\"/\",\"at\":" + written + "}";

        assertThat(SourceLog.parse(event, sources, null).get(0).timestamp()).isEqualTo(nanos);
    }

    @Test
    void withoutATimeEventsHaveNone() throws IOException {
        EventSources sources = SourceTables.parse("t.yaml", TABLE.replace("time: /at\n", ""));

        assertThat(SourceLog.parse(EVENT, sources, null).get(0).timestamp()).isZero();
    }

    @Test
    @Tag("trust")
    void aDocumentThatFitsTwoSourcesIsAnError() {
        EventSources sources =
                SourceTables.parse("t.yaml", TABLE.replace("has: [/path, {at: /kind, is: access}]", "has: [/at]"));
        String call = "{\"eventTime\":\"2026-11-24T17:35:48Z\",\"eventType\":\"t\",\"eventSource\":\"s\","
                + "\"eventName\":\"n\",\"awsRegion\":\"r\",\"at\":\"2026-11-24T17:35:48Z\"}";

        assertThatThrownBy(() -> SourceLog.parse(call, sources, null))
                .hasMessageContaining("this may be an event of each of the sources aws_cloudtrail, shop")
                .hasMessageContaining("say in their tables with \"has\"");
    }

    @Test
    @Tag("trust")
    void aDocumentThatFitsNoSourceIsAnError() {
        EventSources sources = SourceTables.parse("t.yaml", TABLE);

        assertThatThrownBy(() -> SourceLog.parse("{\"kind\":\"error\",\"path\":\"/\"}", sources, null))
                .hasMessageContaining("this is no event of a source that kguard knows: ")
                .hasMessageEndingWith(", shop");
    }

    @Test
    @Tag("trust")
    void withoutMarksATableTakesWhatNoOtherSourceHas() throws IOException {
        String plain =
                TABLE.replace("has: [/path, {at: /kind, is: access}]\n", "").replace("time: /at\n", "");
        Path first = Files.writeString(folder.resolve("first.yaml"), plain);
        Path second = Files.writeString(
                folder.resolve("second.yaml"), plain.replace("shop", "store").replace("4001", "4002"));
        EventSources one = SourceTables.read(List.of(first));
        EventSources two = SourceTables.read(List.of(first, second));

        assertThat(SourceLog.parse("{\"webhook_type\":\"ping\"}", one, null)
                        .get(0)
                        .source())
                .isEqualTo(EventSource.GITHUB);
        assertThat(SourceLog.parse("{\"a\":1}", one, null).get(0).source()).hasToString("shop");
        assertThatThrownBy(() -> SourceLog.parse("{\"a\":1}", two, null))
                .hasMessageContaining("this may be an event of each of the sources shop, store");
    }

    @Test
    void aDocumentWithAListIsNotTakenApart() throws IOException {
        EventSources sources = SourceTables.parse("t.yaml", TABLE);
        String event = EVENT.replaceFirst("\\{", "{\"events\":[{\"x\":1},{\"x\":2}],");

        assertThat(SourceLog.parse(event, sources, null)).hasSize(1);
    }

    @Test
    void linesThatAreNoJsonAreAnError() throws IOException {
        Path log = Files.writeString(folder.resolve("access.log"), "10.0.0.1 - - [24/Nov/2026] \"GET /\" 200\n");
        EventSources sources = SourceTables.parse("t.yaml", TABLE);

        assertThatThrownBy(() -> SourceLog.read(log, sources, null, event -> {}))
                .isInstanceOf(SourceLogException.class)
                .hasMessageContaining("access.log, line 1: ")
                .hasMessageContaining("kguard reads logs whose events are JSON");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "source: shop        | sauce: shop        | t.yaml:1:1: a table has no key \"sauce\"",
                "source: shop        | source: Shop!       | t.yaml:1:9: a source is named in lower-case letters",
                "source: shop        | source: okta        | t.yaml:1:9: there is a source okta already",
                "source: shop        | source: syscall     | t.yaml:1:9: there is a source syscall already",
                "name: shopplugin    | name: cloudtrail    | t.yaml:2:16: kguard has a plugin cloudtrail already",
                "name: shopplugin    | name: json          | t.yaml:2:16: kguard has a plugin json already",
                "id: 4001            | id: 999             | t.yaml:2:32: the plugin coding_agent has the id 999",
                "id: 4001            | id: 0               | t.yaml:2:32: \"id\" must be a whole number from 1 on",
                "id: 4001            | id: -4              | t.yaml:2:32: \"id\" must be a whole number from 1 on",
                "version: 0.3.0      | version: 0.3        | t.yaml:2:47: \"version\" must be three numbers",
                "has: [/path         | has: [path          | t.yaml:3:7: \"path\" is no JSON pointer: it must begin with a slash",
                "is: access          | iz: access          | t.yaml:3:26: a mark has no key \"iz\"",
                "time: /at           | time: {at: /at, as: days} | t.yaml:4:21: \"as\" is one of rfc3339, seconds, millis, nanos",
                "shop.path: /path    | shop.path: /a~2     | t.yaml:7:14: \"/a~2\" is no JSON pointer: a ~ is written ~0",
                "shop.path: /path    | path: /path         | t.yaml:7:3: \"path\" can't be the name of a field",
                "shop.path: /path    | ct.name: /path      | t.yaml:7:3: events of the source aws_cloudtrail have a field ct.name",
                "shop.path: /path    | ka.verb: /path      | t.yaml:7:3: events of the source k8s_audit have a field ka.verb",
                "shop.path: /path    | proc.name: /path    | t.yaml:7:3: events of the source syscall have a field proc.name",
                "shop.path: /path    | evt.num: /path      | t.yaml:7:3: events of the source syscall have a field evt.num",
                "shop.path: /path    | json.value: /path   | t.yaml:7:3: events of the source k8s_audit have a field json.value",
                "shop.path: /path    | shop.bytes: /path   | t.yaml:8:3: \"shop.bytes\" is given twice",
                "type: bool          | type: boolean       | t.yaml:9:36: \"type\" is one of string, uint64, bool, ipaddr, ipnet",
                "type: ipaddr        | type: ipaddr, list: true | t.yaml:10:16: kguard has lists of string and uint64 alone",
                "argument: key       | argument: name      | t.yaml:14:41: \"argument\" is key or index",
                "shop.path: /path    | shop.path: [/path]  | t.yaml:7:14: \"at\" must be a string, not a list",
            })
    void aMistakeIsNamedWithItsPlace(String right, String wrong, String message) {
        assertThat(TABLE).contains(right);
        String text = TABLE.replace(right, wrong);

        assertThatThrownBy(() -> SourceTables.parse("t.yaml", text))
                .isInstanceOf(SourceTableException.class)
                .hasMessageContaining(message);
    }

    @Test
    void allMistakesOfATableAreNamed() {
        SourceTableException e = catchThrowableOfType(
                SourceTableException.class,
                () -> SourceTables.parse("t.yaml", "source: 1\nplugin: okta\nfields: {a: /x, b.c: y}\n"));

        assertThat(e.getMessage().lines().filter(line -> line.startsWith("t.yaml:")))
                .hasSize(4);
    }

    @Test
    void twoTablesCantHaveTheSameSourceOrField() throws IOException {
        Path first = Files.writeString(folder.resolve("first.yaml"), TABLE);
        Path same = Files.writeString(folder.resolve("same.yaml"), TABLE);

        assertThatThrownBy(() -> SourceTables.read(List.of(first, same)))
                .hasMessageContaining("same.yaml:1:9: there is a source shop already, of another table")
                .hasMessageContaining("kguard has a plugin shopplugin already")
                .hasMessageContaining("the plugin shopplugin has the id 4001")
                .hasMessageContaining("events of the source shop have a field shop.path");
    }

    @Test
    void tablesAreBounded() throws IOException {
        String many = "source: many\nfields:\n"
                + IntStream.range(0, 1001)
                        .mapToObj(i -> "  many.f" + i + ": /f\n")
                        .collect(Collectors.joining());
        Path large = Files.writeString(folder.resolve("large.yaml"), "#".repeat(2 << 20));

        assertThatThrownBy(() -> SourceTables.parse("t.yaml", many))
                .hasMessageContaining("there are 1001 fields; at most 1000 are allowed");
        assertThatThrownBy(() -> SourceTables.read(List.of(large)))
                .hasMessageContaining("the file is larger than 1 MiB");
        assertThatThrownBy(() -> SourceTables.read(List.of(folder.resolve("none.yaml"))))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> SourceTables.parse("t.yaml", "source: empty\nfields: {}\n"))
                .hasMessageContaining("\"fields\" is empty");
    }

    private static Field field(String name, EventSources sources) {
        return FieldCatalogue.of(sources, sources.named("shop").orElseThrow(), VERSION)
                .resolve(name);
    }

    private static Object value(String field, String json) throws IOException {
        EventSources sources = SourceTables.parse("shop.yaml", TABLE);
        SourceEvent event = SourceLog.parse(json, sources, null).get(0);
        ByteBuffer bytes = event.writeTo(new EventWriter(VERSION));
        Event view = new Event(VERSION);
        view.wrap(bytes, 0, bytes.limit(), 1, 0);
        return FieldJson.value(
                field(field, sources), new EventContext(view, new Machine(VERSION), HostNames.NONE, sources));
    }
}
