// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program in QEMU's place says whether KVM carries a virtual machine. */
class GuestMachineTest {
    @TempDir
    Path folder;

    private Path qemu(String script) throws IOException {
        Path program = Files.writeString(folder.resolve("qemu"), "#!/bin/sh\n" + script);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program;
    }

    @Test
    void aMachineThatIsMadeAndEndedIsCarried() throws IOException {
        assertThat(GuestMachine.X86_64.refusedByKvm(qemu("read word; [ \"$word\" = quit ]")))
                .isEmpty();
    }

    @Test
    void whatQemuSaysIsTheReason() throws IOException {
        String said = "echo QEMU monitor; echo 'qemu-system-x86_64: no register' >&2; echo other >&2; ";
        assertThat(GuestMachine.X86_64.refusedByKvm(qemu(said + "exit 1"))).contains("no register");
        assertThat(GuestMachine.X86_64.refusedByKvm(qemu(said + "kill -ABRT $$")))
                .contains("no register");
        assertThat(GuestMachine.X86_64.refusedByKvm(qemu("echo broken; exit 1")))
                .contains("broken");
    }
}
