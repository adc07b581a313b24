// SPDX-License-Identifier: Apache-2.0
/** Records as JSON and back: for another process or machine, and as the files of reports. */
@NullMarked
package io.kguard.internal.record;

import org.jspecify.annotations.NullMarked;
