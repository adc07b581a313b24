// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.EventWriter;
import io.kguard.event.FalcoVersion;
import io.kguard.event.ProcessEntry;
import io.kguard.event.ProcessEntry.Part;
import io.kguard.internal.machine.Machine;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What events of rare calls leave behind, as Falco's library printed it for the same events. */
class EventStateTest {
    private static final int ENOENT = -2;

    @ParameterizedTest
    @CsvSource({"V0_41, 5, 7", "V0_42, 6, 8"})
    void theEffectiveIdCountsSince042(FalcoVersion version, String uid, String gid) throws UnknownHostException {
        Played played = new Played(version);
        played.event(EventCodes.SETREUID_X, writer -> writer.number(0).number(5).number(6));
        assertThat(played.shown("%user.uid")).isEqualTo(uid);
        played.event(EventCodes.SETREGID_X, writer -> writer.number(0).number(7).number(8));
        assertThat(played.shown("%group.gid")).isEqualTo(gid);
    }

    @ParameterizedTest
    @CsvSource({"V0_41, 5", "V0_42, 4294967295"})
    void anIdThatIsKeptIsAnIdSince042(FalcoVersion version, String uid) throws UnknownHostException {
        Played played = new Played(version);
        played.event(EventCodes.SETREUID_X, writer -> writer.number(0).number(5).number(5));
        played.event(
                EventCodes.SETREUID_X, writer -> writer.number(0).number(-1).number(-1));
        assertThat(played.shown("%user.uid")).isEqualTo(uid);
    }

    @Test
    void sendingThroughAnUnknownDescriptorShowsASocket() throws UnknownHostException {
        Played played = new Played(FalcoVersion.CURRENT);
        played.send(5, ENOENT);
        assertThat(played.shown("%fd.type %fd.name")).isEqualTo("<NA> ");
        played.send(5, 3);
        assertThat(played.shown("%fd.type %fd.l4proto %fd.name")).isEqualTo("ipv4 udp 10.0.0.1:40000->10.0.0.2:53");
    }

    @ParameterizedTest
    @CsvSource({"V0_43, 1073741824", "V0_44, 5368709120"})
    void sizesHave64BitsSince044(FalcoVersion version, String bytes) throws UnknownHostException {
        Played played = new Played(version);
        played.event(
                EventCodes.BRK_X,
                writer -> writer.number(0).number(5 << 20).number(0).number(0).number(0));
        assertThat(played.shown("%thread.vmsize.b")).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"V0_43, //etc", "V0_44, /etc"})
    void aPathBelowTheRootHasOneSlashSince044(FalcoVersion version, String path) throws UnknownHostException {
        Played played = new Played(version);
        played.open(4, "/");
        played.event(
                EventCodes.OPENAT_X,
                writer -> writer.number(ENOENT)
                        .number(4)
                        .text("etc")
                        .number(1)
                        .number(0)
                        .number(0)
                        .number(0));
        assertThat(played.shown("%evt.arg.name")).isEqualTo(path);
    }

    @Test
    void aFileThatCouldNotBeOpenedHasItsWholePath() throws UnknownHostException {
        Played played = new Played(FalcoVersion.CURRENT);
        played.open(ENOENT, "a//b");
        assertThat(played.shown("%fd.name %fd.nameraw")).isEqualTo("/w/a/b /w/a/b");
    }

    @Test
    void whatAHandleOpensHasANormalPath() throws UnknownHostException {
        Played played = new Played(FalcoVersion.CURRENT);
        played.event(
                EventCodes.OPEN_BY_HANDLE_AT_X,
                writer -> writer.number(4)
                        .number(3)
                        .number(1)
                        .text("/a/../b")
                        .number(0)
                        .number(0));
        assertThat(played.shown("%fd.name %fd.nameraw")).isEqualTo("/b /a/../b");
    }

    @Test
    void aRootThatNoListNamesHasNoShell() throws UnknownHostException {
        Played played = new Played(FalcoVersion.CURRENT);
        played.event(EventCodes.SETUID_X, writer -> writer.number(0).number(0));
        assertThat(played.shown("%user.name %user.homedir %user.shell")).isEqualTo("root /root <NA>");
    }

    @ParameterizedTest
    @CsvSource({"V0_40, <NA>", "V0_41, 4"})
    void theLengthOfAFieldOfAPluginIsPrinted(FalcoVersion version, String length) throws UnknownHostException {
        Played played = new Played(version);
        played.open(4, "/");
        assertThat(played.shown("%len(container.id)")).isEqualTo(length);
        assertThat(played.shown("%len(proc.name)")).isEqualTo("<NA>");
    }

    @Test
    void anArgumentOfKeyctlMayBeText() throws UnknownHostException {
        Played played = new Played(FalcoVersion.CURRENT);
        played.event(
                EventCodes.KEYCTL_X,
                writer -> writer.number(0)
                        .number(10)
                        .bytes(new byte[] {1, 'u', 's', 'e', 'r', 0})
                        .bytes(new byte[] {0, 7, 0, 0, 0, 0, 0, 0, 0})
                        .bytes(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0})
                        .bytes(new byte[] {0, 0, 0, 0, 0, 0, 0, 0, 0}));
        assertThat(played.shown("%evt.args"))
                .isEqualTo("res=0 operation=10(KEYCTL_SEARCH) arg2=user arg3=7 arg4=0 arg5=0");
        assertThat(played.shown("%evt.arg.arg2")).isEqualTo("user");
    }

    /** A process, and what it did. */
    private static final class Played {
        private final FalcoVersion version;
        private final EventWriter writer;
        private final Event event;
        private final Machine machine;
        private final EventContext context;
        private long number;

        Played(FalcoVersion version) {
            this.version = version;
            writer = new EventWriter(version);
            event = new Event(version);
            machine = new Machine(version);
            context = new EventContext(event, machine);
            machine.entry(ProcessEntry.builder(7, 7)
                    .set(Part.PTID, 0)
                    .set(Part.COMM, "sh")
                    .set(Part.CWD, "/w")
                    .build());
        }

        /** Writes the parameters of an event. */
        private interface Parameters {
            EventWriter to(EventWriter writer);
        }

        void event(int code, Parameters parameters) {
            if (number > 0) {
                machine.finish(event);
            }
            ByteBuffer bytes = parameters.to(writer.begin(code, 1, 7)).end();
            event.wrap(bytes, 0, bytes.limit(), ++number, 0, false);
            machine.apply(event);
        }

        void open(long result, String path) {
            event(
                    EventCodes.OPEN_X,
                    to -> to.number(result)
                            .text(path)
                            .number(1)
                            .number(0)
                            .number(0)
                            .number(0));
        }

        void send(int fd, int result) throws UnknownHostException {
            byte[] tuple = ByteBuffer.allocate(13)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .put((byte) 2)
                    .put(InetAddress.getByName("10.0.0.1").getAddress())
                    .putShort((short) 40000)
                    .put(InetAddress.getByName("10.0.0.2").getAddress())
                    .putShort((short) 53)
                    .array();
            event(
                    EventCodes.SENDMSG_X,
                    to -> to.number(result)
                            .bytes(new byte[] {'a', 'b', 'c'})
                            .number(fd)
                            .number(3)
                            .bytes(tuple));
        }

        String shown(String template) {
            return OutputTemplate.compile(template, FieldCatalogue.of(version)).format(context);
        }
    }
}
