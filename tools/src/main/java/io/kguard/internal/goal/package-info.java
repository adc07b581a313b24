// SPDX-License-Identifier: Apache-2.0
/** What kguard can be told to do, in one list: the goals of the Maven plugin, which are the commands of the launcher. */
@NullMarked
package io.kguard.internal.goal;

import org.jspecify.annotations.NullMarked;
