// What Falco's library makes of a plugin: the reference that kguard's host is compared with.
//
//   oracle LIBRARY CONFIG PARAMS FILTER-OR-FORMAT...
//
// A format begins with a "=", and a filter does not. For every event of the plugin's source, the text of each format behind a "=",
// or nothing if a value is missing, and a "+" or "-" for each filter that says whether it matches. 0x01 ends each of these, and
// 0x02 an event. Last, as an event of its own, the number of events.

#include <libsinsp/eventformatter.h>
#include <libsinsp/filter.h>
#include <libsinsp/plugin.h>
#include <libsinsp/sinsp.h>

#include <functional>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

int main(int count, char **arguments) {
    if (count < 4) {
        std::cerr << "usage: oracle LIBRARY CONFIG PARAMS FILTER-OR-FORMAT...\n";
        return 2;
    }
    try {
        sinsp inspector;
        auto plugin = inspector.register_plugin(arguments[1]);
        std::string error;
        if (!plugin->init(arguments[2], error)) {
            std::cerr << error << '\n';
            return 1;
        }
        auto checks = std::make_shared<sinsp_filter_check_list>();
        checks->add_filter_check(inspector.new_generic_filtercheck());
        checks->add_filter_check(sinsp_plugin::new_filtercheck(plugin));
        auto factory = std::make_shared<sinsp_filter_factory>(&inspector, *checks);
        std::vector<std::function<std::string(sinsp_evt *)>> questions;
        for (int i = 4; i < count; i++) {
            std::string text = arguments[i];
            if (text[0] == '=') {
                auto format = std::make_shared<sinsp_evt_formatter>(&inspector, text.substr(1), *checks);
                questions.push_back([format](sinsp_evt *event) {
                    std::string result;
                    return format->tostring(event, result) ? '=' + result : std::string();
                });
            } else {
                std::shared_ptr<sinsp_filter> filter = sinsp_filter_compiler(factory, text).compile();
                questions.push_back([filter](sinsp_evt *event) { return std::string(filter->run(event) ? "+" : "-"); });
            }
        }
        inspector.open_plugin(plugin->name(), arguments[3], sinsp_plugin_platform::SINSP_PLATFORM_GENERIC);
        unsigned events = 0;
        for (;;) {
            sinsp_evt *event = nullptr;
            int32_t result = inspector.next(&event);
            if (result == SCAP_EOF) {
                std::cout << events << '\1' << '\2';
                return 0;
            }
            if (result == SCAP_TIMEOUT || result == SCAP_FILTERED_EVENT) {
                continue;
            }
            if (result != SCAP_SUCCESS) {
                std::cout << std::flush;
                std::cerr << inspector.getlasterr() << '\n';
                return 1;
            }
            events++;
            for (auto &question : questions) {
                std::cout << question(event) << '\1';
            }
            std::cout << '\2';
        }
    } catch (const std::exception &error) {
        std::cerr << error.what() << '\n';
        return 1;
    }
}
