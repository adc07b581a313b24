// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.goal;

import io.kguard.internal.file.FileFault;
import io.kguard.internal.message.ConsoleText;
import io.kguard.internal.message.Wording;
import io.kguard.internal.program.SearchPath;
import io.kguard.internal.sensor.KernelSupport;
import io.kguard.internal.sensor.KernelSupport.Answer;
import io.kguard.internal.sensor.KernelSupport.CouldNotTell;
import io.kguard.internal.sensor.KernelSupport.Requirement;
import io.kguard.internal.sensor.KernelSupport.Supported;
import io.kguard.internal.sensor.KernelSupport.Unsupported;
import io.kguard.internal.tool.vm.GuestException;
import io.kguard.internal.tool.vm.GuestMachine;
import io.kguard.internal.tool.vm.GuestPrograms;
import io.kguard.internal.tool.vm.Kernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Checks whether scenarios can be played in a virtual machine. Nobody needs one who is root. */
final class VirtualMachines {
    private static final Path KVM = Path.of("/dev/kvm");

    private VirtualMachines() {}

    /** Adds what a virtual machine needs. */
    public static KernelSupport with(KernelSupport support) {
        return support.with(new Requirement("virtual machine", true, answer()))
                .with(new Requirement("kernel for it", true, kernel()));
    }

    /** What is missing for any virtual machine, and what to do; empty if nothing is, as far as can be told. */
    static Optional<String> lacking() {
        return answer() instanceof Unsupported missing
                ? Optional.of(missing.detail() + ", so " + missing.consequence() + ": " + missing.fix() + ".")
                : Optional.empty();
    }

    private static Answer answer() {
        String consequence = "kguard verify " + Wording.given("vm") + " can't run";
        GuestMachine machine;
        try {
            machine = GuestMachine.ofThisMachine();
        } catch (GuestException e) {
            return new Unsupported(String.valueOf(e.getMessage()), consequence, "use a machine of these");
        }
        Optional<Path> qemu = machine.find(SearchPath.ofTheMachine());
        if (qemu.isEmpty()) {
            return new Unsupported("there is no QEMU", consequence, machine.fix());
        }
        try {
            GuestPrograms.busybox();
        } catch (GuestException e) {
            return new Unsupported("there is no busybox", consequence, "install the package busybox");
        }
        String emulated = "QEMU, emulated and so 10 to 30 times slower: ";
        if (!Files.isWritable(KVM)) {
            return new Supported(emulated + "you can't write " + KVM);
        }
        try {
            return new Supported(machine.refusedByKvm(qemu.get())
                    .map(refusal -> emulated + KVM + " carries no virtual machine (" + ConsoleText.of(refusal) + ")")
                    .orElse("QEMU with " + KVM));
        } catch (IOException e) {
            return new CouldNotTell(FileFault.of(e), consequence, machine.fix());
        }
    }

    private static Answer kernel() {
        String consequence = "a virtual machine can't have this machine's kernel";
        try {
            return new Supported(Kernels.ofThisMachine(GuestMachine.ofThisMachine())
                    .find(Kernels.OWN)
                    .image()
                    .toString());
        } catch (GuestException e) {
            return new Unsupported("none of this machine", consequence, "name one: " + Wording.given("vm") + "=6.12");
        } catch (IOException e) {
            return new CouldNotTell(FileFault.of(e), consequence, "name one: " + Wording.given("vm") + "=6.12");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new CouldNotTell("the look was interrupted", consequence, "try again");
        }
    }
}
