// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.machine;

import static org.assertj.core.api.Assertions.assertThat;

import io.kguard.capture.ScapReader;
import io.kguard.event.Event;
import io.kguard.event.EventCodes;
import io.kguard.event.FalcoVersion;
import io.kguard.event.FdType;
import io.kguard.requirement.RequiresShared;
import io.kguard.requirement.Shared;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Exit events with the current parameters, like live ones, lead to the same state as pairs of events. */
@RequiresShared
class ProfilesAgreeTest {
    /** The older version does not see the descriptors of these. */
    private static final Set<Integer> WITHOUT_FD = Set.of(
            EventCodes.SETSOCKOPT_X,
            EventCodes.IO_URING_ENTER_X,
            EventCodes.IO_URING_REGISTER_X,
            EventCodes.FSCONFIG_X,
            EventCodes.FINIT_MODULE_X,
            EventCodes.MMAP_X,
            EventCodes.MMAP2_X,
            EventCodes.SYMLINKAT_X,
            EventCodes.UNLINKAT_X,
            EventCodes.MKDIRAT_X,
            EventCodes.FCHMODAT_X,
            EventCodes.FCHOWNAT_X,
            EventCodes.NEWFSTATAT_X,
            EventCodes.MKNODAT_X,
            EventCodes.CONNECT_X); // and takes a port that no call names for the one of before

    /** Where the older version shows a process: one that exited, or a container as if it were one. */
    private static final Set<Integer> WITH_ANOTHER_PROCESS = Set.of(
            EventCodes.USERDELETED_E, EventCodes.GROUPDELETED_E, EventCodes.CONTAINER_E, EventCodes.CONTAINER_1_E);

    /** The older version takes the real id of these, and the newer one the effective id. */
    private static final Set<Integer> WITH_ANOTHER_ID = Set.of(EventCodes.SETREUID_X, EventCodes.SETREGID_X);

    private static final int SHOWN = 5;

    /** The last that does not forget what a program closes when it is executed. */
    private static final FalcoVersion LATER = FalcoVersion.V0_43;

    static List<Path> captures() throws IOException {
        List<Path> captures = new ArrayList<>();
        for (String place : List.of("conformance/captures", "falco-facts/golden")) {
            try (Stream<Path> files = Files.list(Shared.path(place))) {
                files.filter(file -> file.toString().endsWith(".scap")).sorted().forEach(captures::add);
            }
        }
        return captures;
    }

    @ParameterizedTest
    @MethodSource("captures")
    void enterEventsAreNotNeeded(Path capture) throws IOException {
        List<String> pairs = states(capture, FalcoVersion.V0_40);
        assertThat(pairs).isNotEmpty();
        assertThat(differences(pairs, states(capture, LATER))).isEmpty();
    }

    /** The first differences: to compare tens of thousands of lines as a whole takes minutes if one differs. */
    private static List<String> differences(List<String> pairs, List<String> exits) {
        List<String> differences = new ArrayList<>();
        for (int i = 0; i < Math.max(pairs.size(), exits.size()) && differences.size() < SHOWN; i++) {
            String pair = i < pairs.size() ? pairs.get(i) : "nothing";
            String exit = i < exits.size() ? exits.get(i) : "nothing";
            if (!pair.equals(exit)) {
                differences.add("with enter events: " + pair + "\nwithout:           " + exit);
            }
        }
        return differences;
    }

    private static List<String> states(Path capture, FalcoVersion version) throws IOException {
        List<String> states = new ArrayList<>();
        Machine machine = new Machine(version);
        Event event = new Event(version);
        boolean sameIds = true;
        try (ScapReader reader = ScapReader.open(capture, version, machine)) {
            while (reader.next(event)) {
                boolean enter = !event.type().isExit() && event.type().source().equals("SYSCALL");
                if (enter && version == LATER) {
                    continue;
                }
                machine.apply(event);
                sameIds &= !WITH_ANOTHER_ID.contains(event.code());
                if (!enter && !WITHOUT_FD.contains(event.code()) && !WITH_ANOTHER_PROCESS.contains(event.code())) {
                    states.add(event.timestamp() + " " + event.type().name() + " " + state(machine, sameIds));
                }
                machine.finish(event);
            }
        }
        return states;
    }

    private static String state(Machine machine, boolean withIds) {
        ThreadInfo thread = machine.thread();
        if (thread == null) {
            return "no thread";
        }
        FdInfo fd = machine.fd();
        return String.join(
                " ",
                thread.toString(),
                thread.exepath(),
                thread.cmdline(),
                thread.cwd(),
                thread.root(),
                thread.containerId().split("/", 2)[0], // the plugin keeps what follows the name in a cgroup of libvirt
                "ptid " + thread.ptid() + " vpid " + thread.vpid() + " sid " + thread.sid(),
                (withIds ? "uid " + thread.uid() + " gid " + thread.gid() : "") + " tty " + thread.tty(),
                "caps " + thread.capEffective(),
                "threads " + thread.threadCount() + " fds " + thread.fdCount() + " limit " + thread.fdLimit(),
                fd == null ? "no fd" : state(fd));
    }

    /** Only the older version takes the address of a connect that fails. */
    private static String state(FdInfo fd) {
        boolean unconnected = (fd.type() == FdType.UNIX_SOCK || fd.type().isIpSocket()) && !fd.isConnected();
        return (unconnected ? fd.type().label() : fd.toString() + " " + fd.role()) + " " + fd.isConnected() + " "
                + fd.openFlags();
    }
}
