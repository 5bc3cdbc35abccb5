"""Asks the schedules of Prefect 1.4.1 for their next ten times; prints tests/server/schedules/clocks.ndjson.

The first line tells which texts are cron expressions; every other is a case: [schedule as it is serialized, moment asked
after, the times in UTC]. Run with the Python that run_interop.ts prepares. The same seed gives the same questions.
"""
import datetime
import json
import random

import pendulum
import pytz
from croniter import CroniterBadDateError, croniter

from prefect.schedules import Schedule, adjustments, filters
from prefect.schedules.clocks import CronClock, DatesClock, IntervalClock
from prefect.serialization.schedule import ScheduleSchema

RANDOM = random.Random(1)
# Rules of these have stayed as they are; of the others the two libraries that Prefect asks know different futures.
STEADY = ["America/New_York", "Europe/Berlin", "Europe/London", "Australia/Sydney", "Pacific/Auckland", "UTC"]
OLDER = ["America/Santiago", "America/Havana", "America/Sao_Paulo", "America/St_Johns", "Asia/Kathmandu", "Asia/Kolkata",
         "Asia/Tehran", "Asia/Tokyo", "Atlantic/Azores", "Australia/Lord_Howe", "Pacific/Chatham",
         "US/Pacific", "Etc/GMT+5"]

CRONS = """0 * * * *|*/5 * * * *|*/15 * * * *|30 2 * * *|0 2 * * *|15,45 1-3 * * *|0 0 * * *|30 0 * * *|0 9 * * 1-5|0 9 * * MON-FRI
0 0 1 * *|0 0 31 * *|0 0 29 2 *|0 12 L * *|0 12 15,L * *|0 0 * * 0|0 0 * * 7|0 0 * * 5-7|0 0 * * fri-mon|0 0 13 * 5|0 0 */2 * 1
0 6 * jan,jul *|0 6 1 nov-feb *|0 6 1 */3 *|5/20 * * * *|59/15 3 * * *|0 0 * * 1#2|0 0 * * fri#5|0 0 * * L5|0 0 * * l0,l6
0 0 15W * *|0 0 1w 3,6 *|0 0 1-7 * 1|0 0 ? * 2|0 0 */1 * mon|0 0 * * 0-6|* * * * * 30|*/10 * * * * */20|0 0 1 1 * 0 2030
0 0 1 1 * 0 2025-2029/2|@hourly|@daily|@weekly|@monthly|@yearly|0 22-2 * * *|0 1-23/7 * * *|50-10/5 4 * * *|7-7 3 * * *
0 0 10-5/3 * *|0 0 28-31 2 *|0 0 * 2-2 *|0 3 * * sat,sun|30 1 * * sun|0,30 2,3 * * *|*/30 1-4 * * *|0 0,12 1 */2 *|1 1 30 */1 *
0 */4 * * *|0 4,5 8-14 * 2|0 0 * 12/2 *""".replace("\n", "|").split("|")

REFUSED = """60 * * * *|* 24 * * *|* * 0 * *|* * 32 * *|* * * 0 *|* * * 13 *|* * * * 8|* * *|* * * * * * * *|a b c d e||*/0 * * * *
1-2-3 * * * *|-1 * * * *|* * * foo *|* * * * mon#6|* * * * 1,2#3|* * 15W,3 * *|* * l-3 * *|1,,2 * * * *|* * * * 5l|* * * * l|? * * * *
*/-5 * * * *|* * * * * 61|* * * * * 0 1900|@never|H * * * *|1.5 * * * *|0/0 * * * *|5- * * * *|* * * * 0-8|* * * * tue-thu/2
1-5/2,30 * * * *|*,5 * * * *|* * w15 * *|* * * jan-mar/2 *|0 0 1 1 * 0 2099|* * * * mon-fri#1|* * 31-l * *|* * 1/31 * *""".replace("\n", "|").split("|")


def changes(zone):
    """Moments at which the clocks of a zone are set, from 2014 to 2019, and to 2027 where nothing else is known."""
    last = 2027 if zone in STEADY else 2019
    moments = getattr(pytz.timezone(zone), "_utc_transition_times", [])
    return [moment for moment in moments if 2014 <= moment.year <= last]


def moment_after(zone):
    near = changes(zone)
    if near and RANDOM.random() < 0.7:
        moment = pendulum.instance(RANDOM.choice(near)).subtract(minutes=RANDOM.choice([1, 15, 30, 59, 60, 61, 90, 150, 180, 1439, 1440]))
        return moment.add(minutes=RANDOM.choice([0, 0, 0, 60, 75, 120]))
    moment = pendulum.datetime(RANDOM.randint(2014, 2018), RANDOM.randint(1, 12), RANDOM.randint(1, 28), RANDOM.randint(0, 23))
    return moment.add(minutes=RANDOM.randint(0, 59), seconds=RANDOM.choice([0, 0, 17]), microseconds=RANDOM.choice([0, 0, 250000]))


def any_zone():
    return RANDOM.choice(STEADY + OLDER)


def start_in(zone):
    return pendulum.datetime(2013, RANDOM.randint(1, 12), RANDOM.randint(1, 28), RANDOM.randint(0, 23), RANDOM.choice([0, 30]), tz=zone)


CASES = []


def record(schedule, after):
    serialized = ScheduleSchema().dump(schedule)
    loaded = ScheduleSchema().load(serialized)
    times = [time.in_tz("UTC").isoformat()[:-6] for time in next_times(loaded, 10, after)]
    CASES.append([compact(serialized), after.in_tz("UTC").isoformat(), times])


def next_times(schedule, count, after):
    """A cron clock that ends raises: what comes before that counts."""
    try:
        return schedule.next(count, after=after)
    except CroniterBadDateError:
        return next_times(schedule, count - 1, after) if count > 1 else []


def compact(serialized):
    """Leaves out what says nothing."""
    serialized = {key: value for key, value in serialized.items() if value and key != "__version__"}
    serialized["clocks"] = [
        {key: value for key, value in clock.items() if value not in (None, {}) and key != "__version__"}
        for clock in serialized["clocks"]
    ]
    return serialized


for cron in CRONS:
    for _ in range(6):
        zone = any_zone()
        record(Schedule([CronClock(cron, start_date=start_in(zone))]), moment_after(zone))
    record(Schedule([CronClock(cron)]), moment_after("UTC"))
    record(Schedule([CronClock(cron, day_or=False, end_date=pendulum.datetime(2026, 1, 1))]), moment_after("UTC"))
    later = moment_after("Europe/Berlin").in_tz("Europe/Berlin")
    record(Schedule([CronClock(cron, start_date=later.add(days=3, minutes=7, seconds=3))]), later)

MINUTE, HOUR, DAY = (datetime.timedelta(**{unit: 1}) for unit in ("minutes", "hours", "days"))
INTERVALS = [MINUTE, 7 * MINUTE, 30 * MINUTE, HOUR, 5 * HOUR, 12 * HOUR, DAY - MINUTE, DAY, DAY + HOUR, 36 * HOUR, 2 * DAY, 7 * DAY,
             30 * DAY, 90 * MINUTE + datetime.timedelta(seconds=1)]
for interval in INTERVALS:
    for _ in range(8):
        zone = any_zone()
        after = moment_after(zone)
        begun = RANDOM.choice([start_in(zone), after.in_tz(zone).subtract(hours=RANDOM.randint(-30, 40))])
        record(Schedule([IntervalClock(interval, start_date=begun, end_date=RANDOM.choice([None, after.add(days=2)]))]), after)
    record(Schedule([IntervalClock(interval)]), moment_after("UTC"))

TIMES = [datetime.time(9), datetime.time(17, 30), datetime.time(2), datetime.time(23)]
ALL_FILTERS = [
    filters.is_weekday, filters.is_weekend, filters.is_month_end, filters.is_month_start, filters.is_day_of_week(0), filters.is_day_of_week(6),
    filters.on_date(3, 1), filters.between_dates(10, 15, 3, 31), filters.between_dates(3, 1, 3, 20), filters.between_dates(5, 20, 5, 10),
    filters.at_time(TIMES[0]), filters.between_times(TIMES[0], TIMES[1]), filters.between_times(TIMES[3], TIMES[2]),
    filters.between_datetimes(pendulum.datetime(2016, 1, 1), pendulum.datetime(2030, 1, 1, tz="Europe/Berlin")),
]
ADJUSTMENTS = [adjustments.next_weekday, adjustments.add(datetime.timedelta(hours=20)), adjustments.add(datetime.timedelta(days=-1, seconds=5.5))]


def some_clock(zone, labels=None):
    if RANDOM.random() < 0.5:
        return IntervalClock(RANDOM.choice([HOUR, 30 * MINUTE, DAY]), start_date=start_in(zone), labels=labels)
    return CronClock(RANDOM.choice(["0 * * * *", "30 9 * * *", "0 9,17 * * *", "0 2 * * *"]), start_date=start_in(zone), labels=labels)


def some(items, most):
    return RANDOM.sample(items, RANDOM.randint(0, most))


for turn in range(140):
    zone = any_zone()
    clocks = [some_clock(zone, ["a"] if turn % 3 == 0 else None) for _ in range(RANDOM.choice([1, 1, 2, 3]))]
    record(Schedule(clocks, some(ALL_FILTERS, 1), some(ALL_FILTERS, 2), some(ALL_FILTERS, 1), some(ADJUSTMENTS, 2)), moment_after(zone))

for _ in range(12):
    zone = any_zone()
    after = moment_after(zone)
    dates = [after.in_tz(any_zone()).add(hours=RANDOM.randint(-50, 900)) for _ in range(RANDOM.randint(1, 14))] + [after]
    record(Schedule([DatesClock(dates)]), after)

print(json.dumps({"valid": {cron: croniter.is_valid(cron) for cron in CRONS + REFUSED}}))
for case in CASES:
    print(json.dumps(case, separators=(",", ":")))
