// SPDX-License-Identifier: Apache-2.0
package io.kguard.workload;

import java.util.List;
import org.apiguardian.api.API;

/**
 * The names under which the image {@code base} has {@code kguard-actor}, besides its own: programs that rules name and few
 * machines have. Links, so that the program is part of the image under each name.
 */
@API(status = API.Status.INTERNAL)
public final class StandIns {
    /** Where they are. Not in {@code PATH}: a real program of the same name comes first. */
    public static final String FOLDER = "/usr/lib/kguard";

    /** The program that stands in. */
    public static final String ACTOR = "/usr/bin/kguard-actor";

    /** The program that plays tests of suite files. */
    public static final String SUITE = "/usr/bin/kguard-suite";

    /** The library that prints the file which the variable {@code KGUARD_FILE} names, in a program that loads it. */
    public static final String PRELOAD = FOLDER + "/preload.so";

    /** The names. */
    public static final List<String> NAMES =
            List.of(("calico curl debugfs java mysqld nc nginx npm php-fpm pkexec python3 redis-server scp ssh "
                            + "sshd sudoedit xmrig")
                    .split(" "));

    private StandIns() {}
}
