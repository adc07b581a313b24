// SPDX-License-Identifier: Apache-2.0
package io.kguard.internal.tool.doctor;

import io.kguard.internal.sensor.KernelSupport;
import io.kguard.internal.sensor.KernelSupport.Requirement;
import io.kguard.internal.sensor.KernelSupport.Supported;
import io.kguard.internal.sensor.KernelSupport.Unsupported;
import org.jspecify.annotations.Nullable;

/** Checks whether the JVM starts from the classes that the distribution of the program brings. Without them all works, later. */
public final class KeptClasses {
    private KeptClasses() {}

    /** Adds the answer to the requirements, if the program was started by the script of the distribution. */
    public static KernelSupport with(KernelSupport support) {
        return with(support, System.getProperty("io.kguard.kept"), System.getProperty("java.vm.info", ""));
    }

    /**
     * As {@link #with(KernelSupport)}.
     *
     * @param file the file of classes that the script names; null without the script
     * @param jvm what the JVM says of itself: {@code mixed mode, sharing}
     */
    static KernelSupport with(KernelSupport support, @Nullable String file, String jvm) {
        if (file == null) {
            return support;
        }
        return support.with(new Requirement(
                "a quick start",
                true,
                jvm.contains("sharing")
                        ? new Supported(file)
                        : new Unsupported(
                                "the JVM does not use " + file,
                                "kguard works, but starts more slowly. A copy whose files have new times has that effect",
                                "unpack the archive again, or copy the folder with cp -a")));
    }
}
