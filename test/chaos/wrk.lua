-- wrk's part in the failure run: every connection pauses before each request, so that the rate is
-- modest, until the file `stop` is there; then each stays silent once its answer has come, so that
-- nothing is open when wrk is told to end. Arguments: the path of `stop`, the number of connections.

local pauseMs = 10
local silenceMs = 60 * 60 * 1000
local stop, connections
local silent = 0

function init(args)
  stop, connections = args[1], tonumber(args[2])
end

local function isToStop()
  local file = io.open(stop)
  if file then file:close() end
  return file ~= nil
end

-- wrk asks for it once before each request of a connection.
function delay()
  if not isToStop() then return pauseMs end
  silent = silent + 1
  if silent == connections then
    print("silent")
    io.stdout:flush()
  end
  return silenceMs
end

function done(summary)
  local errors = summary.errors
  local socketErrors = errors.connect + errors.read + errors.write + errors.timeout
  local line = "answers %d failed %d socket errors %d"
  print(line:format(summary.requests, errors.status, socketErrors))
end
